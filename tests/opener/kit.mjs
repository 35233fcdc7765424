// Makes bundles for the tests with nothing but Node.js, so that the page's libraries are held
// against others. Every step can be bent: see `bend`.

import crypto from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import zlib from 'node:zlib';
import { centralRecord, contentOf, endRecord, localRecord, localSize } from '../../share/opener/format/zipform.js';

const utf8 = text => Buffer.from(text, 'utf8');
const sha256 = bytes => crypto.createHash('sha256').update(bytes).digest('hex');
const blake2b512 = bytes => crypto.createHash('blake2b512').update(bytes).digest();
const bare = bytes => bytes.toString('base64').replace(/=+$/, '');

const table = Int32Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++)
		n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1;
	return n;
});
const crcOf = zlib.crc32 ?? (bytes => (bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ crc >>> 8, -1) ^ -1) >>> 0);

export function newSigner() {
	const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');
	return { id: crypto.randomBytes(8), key: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), privateKey };
}
export const signerText = signer => Buffer.concat([utf8('Ed'), signer.id, signer.key]).toString('base64');

export function minisig(signer, message, comment) {
	const first = crypto.sign(null, blake2b512(message), signer.privateKey);
	const second = crypto.sign(null, Buffer.concat([first, utf8(comment)]), signer.privateKey);
	const bytes = Buffer.concat([utf8('ED'), signer.id, first]);
	return utf8(`untrusted comment: a test\n${bytes.toString('base64')}\ntrusted comment: ${comment}\n${second.toString('base64')}\n`);
}

function hkdf(key, salt, info) {
	return Buffer.from(crypto.hkdfSync('sha256', key, salt, utf8(info), 32));
}

function sealChunk(key, index, last, plain) {
	const nonce = Buffer.alloc(12);
	nonce.writeBigUInt64BE(BigInt(index), 3);
	nonce[11] = last ? 1 : 0;
	return aead(key, nonce, plain);
}
function aead(key, nonce, plain) {
	const cipher = crypto.createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
	return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

// The age file of a payload. `stanzas(fileKey)` are the header's lines between its first and its last.
// With { header } a function may rewrite the header's text before its MAC is made; with { chunks } the
// list of sealed chunks.
function ageFile(payload, stanzas, { header = text => text, chunks = list => list }) {
	const fileKey = crypto.randomBytes(16), nonce = crypto.randomBytes(16);
	const covered = header(`age-encryption.org/v1\n${stanzas(fileKey).join('')}---`);
	const mac = crypto.createHmac('sha256', hkdf(fileKey, '', 'header')).update(covered).digest();
	const key = hkdf(fileKey, nonce, 'payload');
	const list = [];
	for (let at = 0; at === 0 || at < payload.length; at += 65536)
		list.push(sealChunk(key, list.length, at + 65536 >= payload.length, payload.subarray(at, at + 65536)));
	return Buffer.concat([utf8(`${covered} ${bare(mac)}\n`), nonce, ...chunks(list)]);
}

export function seal(payload, pass, { work = 10, ...bend } = {}) {
	return ageFile(payload, fileKey => {
		const salt = crypto.randomBytes(16);
		const wrapping = crypto.scryptSync(pass, Buffer.concat([utf8('age-encryption.org/v1/scrypt'), salt]), 32,
			{ N: 2 ** work, r: 8, p: 1, maxmem: 2 ** 31 });
		return [`-> scrypt ${bare(salt)} ${work}\n${bare(aead(wrapping, Buffer.alloc(12), fileKey))}\n`];
	}, bend);
}

// Bytes as five-bit letters with their checksum, in upper case as age writes a secret key.
function bech32(front, bytes) {
	const letters = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
	const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('').match(/.{1,5}/g);
	const values = bits.map(five => parseInt(five.padEnd(5, '0'), 2));
	const step = (sum, value) => {
		const top = sum >> 25n;
		sum = (sum & 0x1ffffffn) << 5n ^ BigInt(value);
		return [0x3b6a57b2n, 0x26508e6dn, 0x1ea119fan, 0x3d4233ddn, 0x2a1462b3n].reduce((next, mask, i) => top >> BigInt(i) & 1n ? next ^ mask : next, sum);
	};
	const codes = [...front].map(letter => letter.charCodeAt(0));
	const sum = [...codes.map(code => code >> 5), 0, ...codes.map(code => code & 31), ...values, 0, 0, 0, 0, 0, 0].reduce(step, 1n) ^ 1n;
	const check = [5n, 4n, 3n, 2n, 1n, 0n].map(i => Number(sum >> 5n * i & 31n));
	return `${front}1${[...values, ...check].map(value => letters[value]).join('')}`.toUpperCase();
}

const rawKey = (key, type) => key.export({ format: 'der', type }).subarray(-32);

// A recipient: { key, text }, their public key and what age-keygen would print as the secret one.
export function newRecipient() {
	const { publicKey, privateKey } = crypto.generateKeyPairSync('x25519');
	return { publicKey, key: rawKey(publicKey, 'spki'), text: bech32('age-secret-key-', rawKey(privateKey, 'pkcs8')) };
}

export function sealTo(payload, recipients, bend = {}) {
	return ageFile(payload, fileKey => recipients.map(({ publicKey, key }) => {
		const fresh = crypto.generateKeyPairSync('x25519'), share = rawKey(fresh.publicKey, 'spki');
		const product = crypto.diffieHellman({ privateKey: fresh.privateKey, publicKey });
		const wrapping = hkdf(product, Buffer.concat([share, key]), 'age-encryption.org/v1/X25519');
		return `-> X25519 ${bare(share)}\n${bare(aead(wrapping, Buffer.alloc(12), fileKey))}\n`;
	}), bend);
}

// The archive of [name, bytes] pairs.
export function archive(entries, { wide = false, record = bytes => bytes } = {}) {
	const parts = [], central = [];
	let at = 0;
	for (const [name, bytes] of entries) {
		const entry = { nameBytes: utf8(name), size: bytes.length, crc: crcOf(bytes), at };
		parts.push(localRecord(entry, wide), bytes);
		central.push(centralRecord(entry, wide));
		at = contentOf(entry, wide) + bytes.length;
	}
	const directory = Buffer.concat(central);
	return record(Buffer.concat([...parts, directory, endRecord(entries.length, at, directory.length, wide)]));
}

export const DAY = 24 * 3600 * 1000;
const timeText = time => `${new Date(time).toISOString().slice(0, 19)}Z`;

// The payload of a bundle of { name: bytes }. `bend` may change the manifest's object before it is
// printed (manifest), its text (json), the signature (signature), the entries (entries).
export function payloadOf({ files = { 'letter.txt': utf8('hello') }, notice = '', to = 'Barrow LLP', matter = '24-cv-118',
	made = Date.now(), notAfter = made + 30 * DAY, signer = newSigner(), wide = false, bend = {} } = {}) {
	const padding = Buffer.alloc(512);
	const listed = [['READ-ME.txt', 'read-me', utf8('what this is\n')]];
	if (notice)
		listed.push(['NOTICE.txt', 'notice', utf8(notice)]);
	for (const [name, bytes] of Object.entries(files))
		listed.push([name, 'document', bytes]);
	listed.push(['redaction-log.csv', 'log', utf8('file,page\n')]);
	const said = {
		schema: 'bundle/1', bundle_id: crypto.randomBytes(16).toString('hex'), made: timeText(made), not_after: timeText(notAfter),
		mode: 'offline', sender_key: signerText(signer), to, matter, includes_unproven: false, padding: 'padme', payload_size: 0,
		files: listed.map(([name, role, bytes]) => ({
			name, role, size: bytes.length, sha256: sha256(bytes), offset: 0,
			...(role === 'document' ? { proven: true, proof_sha256: sha256(bytes) } : {}),
		})),
	};
	bend.manifest?.(said);
	for (let json = '', last = null; ; last = json) {
		json = `${JSON.stringify(said, null, 1)}\n`;
		if (json === last) {
			const bytes = utf8(bend.json ? bend.json(json) : json);
			const signature = minisig(signer, bytes, `underseal bundle ${said.bundle_id}`);
			const entries = [['MANIFEST.json', bytes], ['MANIFEST.json.minisig', bend.signature ? bend.signature(signature) : signature],
				...listed.map(([name, , content]) => [name, content]), ['_padding.bin', padding]];
			return archive(bend.entries ? bend.entries(entries) : entries, { wide, record: bend.archive });
		}
		// as the C side settles: places depend on the manifest's length
		let at = localSize(utf8('MANIFEST.json'), wide) + utf8(json).length;
		at += localSize(utf8('MANIFEST.json.minisig'), wide) + minisig(signer, utf8(json), `underseal bundle ${said.bundle_id}`).length;
		said.files.forEach((file, i) => {
			const head = localSize(utf8(listed[i][0]), wide);
			if (!bend.keepOffsets)
				file.offset = at + head;
			at += head + listed[i][2].length;
		});
		if (!bend.keepSize)
			said.payload_size = archive([['MANIFEST.json', utf8(json)], ['MANIFEST.json.minisig', minisig(signer, utf8(json), `underseal bundle ${said.bundle_id}`)],
				...listed.map(([name, , content]) => [name, content]), ['_padding.bin', padding]], { wide }).length;
	}
}

export const PASS = 'correct-horse-battery-staple-two-more';
export const bundle = (order = {}) => seal(payloadOf(order), PASS, order.seal);

// A source (see share/opener/format/stream.js) over bytes in memory, which tells how much was read.
export const memorySource = bytes => ({
	size: bytes.length, got: 0,
	async read(from, to) {
		this.got += to - from;
		return new Uint8Array(bytes.subarray(from, to));
	},
});

// age's own test vectors (c2sp.org/CCTV): what each says of itself, and its file.
export function vectors() {
	const folder = new URL('../unit/data/cctv-age/', import.meta.url);
	return (existsSync(folder) ? readdirSync(folder) : []).flatMap(name => {
		const raw = readFileSync(new URL(name, folder)), split = raw.indexOf('\n\n');
		if (split < 0)
			return [];
		const lines = raw.subarray(0, split).toString().split('\n').map(line => line.split(': '));
		const all = key => lines.filter(([word]) => word === key).map(([, value]) => value);
		return [{ name, expect: all('expect')[0], hash: all('payload')[0], compressed: all('compressed')[0],
			identities: all('identity'), passphrases: all('passphrase'), file: raw.subarray(split + 2) }];
	});
}
