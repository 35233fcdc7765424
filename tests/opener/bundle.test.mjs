// Whole bundles, good and hostile, opened as the page opens them, with the page's own libraries.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { readIdentities } from '../../share/opener/format/identity.js';
import { DAY, PASS, bundle, memorySource, newRecipient, newSigner, payloadOf, seal, sealTo, signerText, vectors } from './kit.mjs';

const here = new URL('../../share/opener/', import.meta.url);
const installed = existsSync(new URL('node_modules/.package-lock.json', here));
const options = { skip: installed ? false : 'the packages of share/opener are not installed' };
let crypto, digest, openBundle, unlock, unarmor, Check, Stream;

before(async () => {
	if (!installed)
		return;
	const primitives = await import(new URL('crypto/primitives.js', here));
	crypto = await primitives.loadPrimitives();
	digest = await primitives.loadDigest();
	({ openBundle, unlock } = await import(new URL('work/opening.js', here)));
	({ unarmor } = await import(new URL('format/armor.js', here)));
	({ Check } = await import(new URL('work/check.js', here)));
	({ Stream } = await import(new URL('format/stream.js', here)));
});

const open = (bytes, { pass = PASS, identities, now = Date.now() } = {}) =>
	openBundle(memorySource(bytes), { pass, identities }, now, crypto, digest);
const refuses = (promise, code) => assert.rejects(promise, error => error.name === 'Refusal' && (!code || error.code === code || (console.error(error), false)));
// Takes the whole payload out, checked as the page checks it.
async function takeAll(bytes, answer) {
	const stream = new Stream(memorySource(bytes), (await import(new URL('format/stream.js', here))).layOut(bytes.length, answer.start), answer.key, crypto.decrypt);
	const check = new Check(answer.regions, digest);
	for (let at = 0; at < stream.size; at += 50000)
		check.add(await stream.read(at, Math.min(at + 50000, stream.size)));
	check.done();
}

test('a bundle opens, and everything in it is checked', options, async () => {
	const bytes = bundle({ files: { 'Volume 1/Überprüfung.pdf': Buffer.alloc(200000, 7), 'empty.pdf': Buffer.alloc(0) } });
	const answer = await open(bytes);
	assert.equal(answer.state, 'open');
	assert.equal(answer.said.to, 'Barrow LLP');
	assert.deepEqual(answer.said.files.map(file => file.name), ['READ-ME.txt', 'Volume 1/Überprüfung.pdf', 'empty.pdf', 'redaction-log.csv']);
	await takeAll(bytes, answer);
});
test('a wide bundle opens', options, async () => {
	const bytes = bundle({ wide: true });
	await takeAll(bytes, await open(bytes));
});
test('the list of a large bundle is read without its files', options, async () => {
	const bytes = bundle({ files: { 'a.pdf': Buffer.alloc(5 << 20) } }), source = memorySource(bytes);
	await openBundle(source, { pass: PASS }, Date.now(), crypto, digest);
	assert.ok(source.got < 700000, `${source.got} bytes were read`);
});
test('the list of ten thousand files is read in time', options, async () => {
	const files = Object.fromEntries(Array.from({ length: 10000 }, (_, i) => [`Volume ${i % 7}/document ${i}.pdf`, Buffer.from(String(i))]));
	const bytes = bundle({ files }), began = Date.now();
	const answer = await open(bytes);
	assert.equal(answer.said.files.length, 10002);
	await takeAll(bytes, answer);
	assert.ok(Date.now() - began < 10000);
});
test('a wrong passphrase and a damaged key are one sentence', options, async () => {
	const bytes = bundle();
	await refuses(open(bytes, { pass: 'wrong' }), 'locked');
	await refuses(open(seal(payloadOf(), PASS, { header: text => text.replace(/\n(.)(.*)\n---/, (_, a, rest) => `\n${a === 'A' ? 'B' : 'A'}${rest}\n---`) })), 'locked');
});
test('a passphrase is UTF-8', options, async () => {
	const answer = await open(seal(payloadOf(), 'Straße 契約'), { pass: 'Straße 契約' });
	assert.equal(answer.state, 'open');
});

test('a bundle is opened with any of the keys that it is sealed to', options, async () => {
	const [first, second, other] = [newRecipient(), newRecipient(), newRecipient()];
	const bytes = sealTo(payloadOf(), [first, second]);
	for (const { text } of [first, second])
		await takeAll(bytes, await open(bytes, { identities: readIdentities(text) }));
	const all = readIdentities(`# made today\n${other.text}\r\n\n${second.text}\n`);
	assert.equal((await open(bytes, { identities: all })).state, 'open');
	await refuses(open(bytes, { identities: readIdentities(other.text) }), 'locked');
	await refuses(open(bytes), 'locked');
});
test('a stanza of a kind that is not known is passed over, and one of small order opens nothing', options, async () => {
	const mine = newRecipient(), identities = readIdentities(mine.text);
	const grease = text => text.replace('\n->', '\n-> grease a b\nAAAA\n->');
	assert.equal((await open(sealTo(payloadOf(), [mine], { header: grease }), { identities })).state, 'open');
	const small = text => text.replace(/X25519 .*/, `X25519 ${'A'.repeat(43)}`);
	await refuses(open(sealTo(payloadOf(), [mine], { header: small }), { identities }), 'locked');
});
test('an expired bundle gives no key and no file', options, async () => {
	const answer = await open(bundle(), { now: Date.now() + 31 * DAY });
	assert.equal(answer.state, 'expired');
	assert.deepEqual([answer.key, answer.regions, answer.notice, answer.said.files], [undefined, undefined, undefined, []]);
});
test('a clock before the day of sealing gives no key', options, async () => {
	const answer = await open(bundle(), { now: Date.now() - DAY });
	assert.equal(answer.state, 'early');
	assert.equal(answer.key, undefined);
});
test('a notice comes with the answer', options, async () =>
	assert.equal((await open(bundle({ notice: 'Protective order\n\tof today' }))).notice, 'Protective order\n\tof today'));
test('a notice with a text-reversing character is refused', options, () => refuses(open(bundle({ notice: 'a\u202eb' })), 'damaged'));
test('fingerprints have two spellings', options, async () => {
	const { digits, words } = await import(new URL('format/fingerprint.js', here));
	const list = readFileSync(new URL('../words.txt', here), 'utf8').trim().split('\n');
	const zero = { blake2b: () => new Uint8Array(16) }, one = { blake2b: () => Uint8Array.of(...new Uint8Array(14), 0x1e, 0x60) };
	assert.equal(digits(null, zero), '0000 0000 0000 0000 0000 0000 0000 0000');
	assert.equal(words(null, zero, list), Array(10).fill('abacus').join('-'));
	assert.equal(words(null, one, list), [...Array(8).fill('abacus'), 'abdomen', 'abacus'].join('-'));
});

// ---- what somebody with the passphrase may try ---------------------------------------------------

const hostile = {
	'no files': { manifest: said => { said.files = []; } },
	'an unknown key': { manifest: said => { said.more = 1; } },
	'an unknown key of a file': { manifest: said => { said.files[1].more = 1; } },
	'a missing key': { manifest: said => { delete said.matter; } },
	'__proto__ for a key': { json: json => json.replace('"matter": "24-cv-118"', '"__proto__": "24-cv-118"') },
	'a key twice': { json: json => json.replace('"to":', '"to": "x", "to":') },
	'another mode': { manifest: said => { said.mode = 'online'; } },
	'dates that contradict': { manifest: said => { said.not_after = '2020-01-01T00:00:00Z'; } },
	'a date that is none': { manifest: said => { said.not_after = '2099-02-31T00:00:00Z'; } },
	'a label with a line break': { manifest: said => { said.to = 'a\nb'; } },
	'a size that is a fraction': { manifest: said => { said.files[1].size = 4.5; } },
	'a size that is text': { manifest: said => { said.files[1].size = '5'; } },
	'a size that is wrong': { manifest: said => { said.files[1].size = 6; } },
	'a wrong payload size': { manifest: said => { said.payload_size = 5; }, keepSize: true },
	'a wrong offset': { keepOffsets: true },
	'a second read-me': { manifest: said => { said.files[1].role = 'read-me'; } },
	'an unknown role': { manifest: said => { said.files[1].role = 'program'; } },
	'a proven document without proof': { manifest: said => { said.files[1].proof_sha256 = ''; } },
	'a document without proof, untold': { manifest: said => { said.files[1].proven = false; } },
	'a signature of another key': { manifest: said => { said.sender_key = signerText(newSigner()); } },
	'a changed signature': { signature: bytes => (bytes[60] ^= 1, bytes) },
	'a changed comment': { signature: bytes => Buffer.from(bytes.toString().replace('underseal bundle', 'underseal Bundle')) },
	'no signature': { signature: () => Buffer.alloc(0) },
	'an entry more': { entries: list => [...list.slice(0, 3), ['extra.txt', Buffer.from('x')], ...list.slice(3)] },
	'an entry fewer': { entries: list => list.filter(([name]) => name !== 'letter.txt') },
	'entries in another order': { entries: list => [list[1], list[0], ...list.slice(2)] },
	'no padding': { entries: list => list.slice(0, -1) },
	'an archive with something before': { archive: bytes => Buffer.concat([Buffer.from('x'), bytes]) },
	'an archive with something behind': { archive: bytes => Buffer.concat([bytes, Buffer.from('x')]) },
	'an archive cut': { archive: bytes => bytes.subarray(0, -1) },
	'no archive': { archive: () => Buffer.from('hello') },
	'nothing at all': { archive: () => Buffer.alloc(0) },
	'a comment': { archive: bytes => (bytes[bytes.length - 2] = 1, Buffer.concat([bytes, Buffer.from('x')])) },
	'a count of 65535': { archive: bytes => (bytes.writeUInt16LE(0xffff, bytes.length - 12), bytes) },
	'a directory at 2^32-1': { archive: bytes => (bytes.writeUInt32LE(0xffffffff, bytes.length - 6), bytes) },
};
for (const [name, bend] of Object.entries(hostile))
	test(`a bundle with ${name} is refused`, options, () => refuses(open(bundle({ bend })), 'damaged'));
test('a wide end with impossible numbers is refused', options, async () => {
	for (const field of [32, 40, 48])
		await refuses(open(bundle({ wide: true, bend: { archive: bytes => (bytes.writeBigUInt64LE(2n ** 63n, bytes.length - 98 + field), bytes) } })), 'damaged');
});
test('another schema is told apart', options, () => refuses(open(bundle({ bend: { manifest: said => { said.schema = 'bundle/2'; } } })), 'foreign'));

// What the list cannot show: content that is not what was signed.
const swapped = {
	'a changed document': { entries: list => list.map(([name, bytes]) => [name, name === 'letter.txt' ? Buffer.from('hellO') : bytes]) },
	'something in its padding': { entries: list => [...list.slice(0, -1), ['_padding.bin', Buffer.alloc(512, 1)]] },
};
for (const [name, bend] of Object.entries(swapped))
	test(`a bundle with ${name} is not taken out`, options, async () => {
		const bytes = bundle({ bend });
		await refuses(takeAll(bytes, await open(bytes)), 'damaged');
	});
test('a record that contradicts the directory is not taken out', options, async () => {
	// the checksum of the local record, 16 bytes before its name
	const archive = payload => (payload[payload.indexOf('letter.txthello') - 16] ^= 1, payload);
	const bytes = bundle({ bend: { archive } });
	await refuses((async () => takeAll(bytes, await open(bytes)))(), 'damaged');
});

// ---- what somebody without the passphrase may try ------------------------------------------------

const three = () => payloadOf({ files: { 'a.bin': Buffer.alloc(150000, 1) } });
const games = {
	'chunks swapped': ([a, b, ...rest]) => [b, a, ...rest],
	'a chunk dropped': ([a, , ...rest]) => [a, ...rest],
	'a chunk doubled': ([a, ...rest]) => [a, a, ...rest],
	'the last chunk dropped': list => list.slice(0, -1),
	'the last chunk doubled': list => [...list, list.at(-1)],
	'a byte behind its end': list => [...list, Buffer.from('x')],
};
for (const [name, chunks] of Object.entries(games))
	test(`a bundle with ${name} is refused`, options, async () => {
		const bytes = seal(three(), PASS, { chunks });
		await refuses((async () => takeAll(bytes, await open(bytes)))());
	});
test('a small bundle with any one bit flipped is refused', options, async () => {
	// sealed to a key, which takes no derivation: every bit of it
	const mine = newRecipient(), identities = readIdentities(mine.text);
	const bent = Buffer.from(sealTo(payloadOf({ files: { 'a.txt': Buffer.from('x') } }), [mine]));
	const answer = await open(bent, { identities });
	await takeAll(bent, answer);
	for (let at = 0; at < bent.length; at++)
		for (let bit = 1; bit < 256; bit <<= 1) {
			bent[at] ^= bit;
			await refuses(open(bent, { identities }));
			bent[at] ^= bit;
		}
	await takeAll(bent, await open(bent, { identities }));
});
test('a header for a passphrase with a bit flipped anywhere is refused', options, async () => {
	const bent = Buffer.from(bundle({ files: { 'a.txt': Buffer.from('x') } }));
	for (let at = 0; at < 260; at++) {
		bent[at] ^= 1 << at % 8;
		await refuses(open(bent));
		bent[at] ^= 1 << at % 8;
	}
});
test('a bundle cut anywhere is refused', options, async () => {
	const whole = bundle({ files: { 'a.txt': Buffer.from('x') } });
	for (let n = 0; n < whole.length; n += n < 200 ? 7 : 131)
		await refuses(open(whole.subarray(0, n)));
});

// ---- age's own vectors, whole --------------------------------------------------------------------

async function decryptVector({ file, compressed, identities, passphrases }) {
	const source = await unarmor(memorySource(compressed ? inflateSync(file) : file));
	const secret = { pass: passphrases[0], identities: identities.flatMap(readIdentities) };
	const { key, start } = await unlock(source, secret, crypto);
	const stream = await Stream.open(source, start, key, crypto.decrypt);
	return createHash('sha256').update(await stream.read(0, stream.size)).digest('hex');
}
for (const vector of vectors())
	test(`age's own vector ${vector.name} ends as age says: ${vector.expect}`, options, async () => {
		// keys of other kinds are not for this page
		if (vector.identities.some(text => !text.startsWith('AGE-SECRET-KEY-1')))
			return refuses(decryptVector(vector));
		if (vector.expect === 'success')
			assert.equal(await decryptVector(vector), vector.hash);
		else
			await assert.rejects(decryptVector(vector), error => error.name === 'Refusal');
	});
