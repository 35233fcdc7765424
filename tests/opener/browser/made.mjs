// The bundles that the page is tried on, and the files in them.

import { readFileSync, writeFileSync } from 'node:fs';
import { bundle, newRecipient, payloadOf, sealTo } from '../kit.mjs';

export const work = process.argv[4];
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
export const pdf = readFileSync(`${work}/out/exhibit.pdf`);
export const write = (name, bytes) => (writeFileSync(`${work}/${name}`, bytes), `${work}/${name}`);
export const files = {
	'Volume 1/Überprüfung – 契約書.pdf': pdf, 'letter.txt': Buffer.from('Dear counsel,\n'),
	'picture.png': png, 'page.html': Buffer.from('<script>alert(1)</script>'), 'עברית.docx': Buffer.from('PK'),
	'large.bin': Buffer.alloc(3 << 20, 5),
};
export const plain = write('plain.age', bundle({ files }));
export const noticed = write('noticed.age', bundle({ files, notice: 'PROTECTIVE ORDER\n\nYou shall not copy what is in here.\n' }));
export const unproven = write('unproven.age', bundle({ files, bend: { manifest: said => {
	said.includes_unproven = true;
	Object.assign(said.files.find(file => file.name === 'letter.txt'), { proven: false, proof_sha256: '' });
} } }));
const flip = (path, name, at) => {
	const bytes = readFileSync(path);
	bytes[at < 0 ? bytes.length + at : at] ^= 1;
	return write(name, bytes);
};
// in the middle of large.bin, and in the last chunk
export const tampered = flip(plain, 'tampered.age', readFileSync(plain).length >> 1);
export const broken = flip(plain, 'broken.age', -3);
export const cut = write('cut.age', readFileSync(plain).subarray(0, 200000));
export const slow = write('slow.age', bundle({ files, seal: { work: 15 } }));
export const many = write('many.age', bundle({ files: Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`Volume ${i % 3}/document ${i}.pdf`, pdf.subarray(0, 40)])) }));
export const foreign = write('foreign.pdf', pdf);
export const recipient = newRecipient(), other = newRecipient();
export const toKey = write('to-key.age', sealTo(payloadOf({ files }), [recipient]));
export const keyFile = write('key.txt', `# created: today\n${recipient.text}\n`), otherKeyFile = write('other.txt', `${other.text}\n`);
