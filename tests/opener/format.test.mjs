// The readers of strangers' bytes that need no key: base64, header, geometry, names, dates, JSON.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHeader } from '../../share/opener/format/agehead.js';
import { unarmor } from '../../share/opener/format/armor.js';
import { decodeBech32 } from '../../share/opener/format/bech32.js';
import { decodeBase64 } from '../../share/opener/format/base64.js';
import { judge, readTime } from '../../share/opener/format/expiry.js';
import { readIdentities } from '../../share/opener/format/identity.js';
import { readJson } from '../../share/opener/format/json.js';
import { collide, isLabel, isName } from '../../share/opener/format/names.js';
import { layOut } from '../../share/opener/format/stream.js';
import { PASS, memorySource, newRecipient, seal, sealTo, vectors } from './kit.mjs';

const bytes = text => Uint8Array.from(text, letter => letter.charCodeAt(0));
const refuses = (work, code) => assert.throws(work, error => error.name === 'Refusal' && (!code || error.code === code));

test('canonical base64 is decoded', () => {
	assert.deepEqual([...decodeBase64('AQID', false)], [1, 2, 3]);
	assert.deepEqual([...decodeBase64('AQ', false)], [1]);
	assert.deepEqual([...decodeBase64('AQ==', true)], [1]);
	assert.deepEqual([...decodeBase64('', false)], []);
});
for (const [text, padded] of [['AR', false], ['AQI', true], ['AQ=', true], ['A===', true], ['AQ==', false], ['A', false],
	['AQID====', true], ['AQID=', true], ['AQ\n=', true], ['\u00e9QID', false], ['AQI_', false], ['====', true]])
	test(`base64 ${JSON.stringify(text)} is refused${padded ? ' with padding' : ''}`, () => assert.equal(decodeBase64(text, padded), null));

test('a header is read', () => {
	const head = readHeader(seal(Buffer.from('x'), PASS));
	assert.equal(head.work, 10);
	assert.equal(head.salt.length, 16);
	assert.equal(head.wrapped.length, 32);
});
const bent = {
	'two passphrase stanzas': text => text.replace('---', `${text.split('\n').slice(1, 3).join('\n')}\n---`),
	'a stanza beside the passphrase': text => text.replace('---', '-> X25519 abc\nAAAA\n---'),
	'work 9': text => text.replace(/ 10\n/, ' 9\n'),
	'work 21': text => text.replace(/ 10\n/, ' 21\n'),
	'work 010': text => text.replace(/ 10\n/, ' 010\n'),
	'work +10': text => text.replace(/ 10\n/, ' +10\n'),
	'work 1e1': text => text.replace(/ 10\n/, ' 1e1\n'),
	'an extra argument': text => text.replace(/ 10\n/, ' 10 10\n'),
	'two blanks': text => text.replace(/ 10\n/, '  10\n'),
	'CRLF': text => text.replaceAll('\n', '\r\n'),
	'a body of 31 bytes': text => text.replace(/\n([A-Za-z0-9+/]{41})..\n---/, '\n$1\n---'),
	'a body with a bit to spare': text => text.replace(/(.)\n---/, '/\n---'),
	'a short salt': text => text.replace(/scrypt ..../, 'scrypt '),
	'another version': text => text.replace('/v1', '/v2'),
	'no end': text => text.replace('---', '-> x\n'),
};
for (const [name, header] of Object.entries(bent))
	test(`a header with ${name} is refused`, () => refuses(() => readHeader(seal(Buffer.from('x'), PASS, { header }))));
test('a header cut anywhere is refused', () => {
	const whole = seal(Buffer.from('x'), PASS), { size } = readHeader(whole);
	for (let n = 0; n < size; n++)
		refuses(() => readHeader(whole.subarray(0, n)));
});
test('a header for keys is read', () => {
	const { stanzas } = readHeader(sealTo(Buffer.from('x'), [newRecipient(), newRecipient()]));
	assert.deepEqual(stanzas.map(({ share, wrapped }) => [share.length, wrapped.length]), [[32, 32], [32, 32]]);
});
const bentKeys = {
	'a passphrase beside a key': text => text.replace('---', `-> scrypt ${'A'.repeat(22)} 10\n${'A'.repeat(43)}\n---`),
	'a share of 31 bytes': text => text.replace(/X25519 .*/, `X25519 ${'A'.repeat(42)}`.slice(0, -1)),
	'a share that is not canonical': text => text.replace(/X25519 (.*)./, 'X25519 $1/'),
	'an argument more': text => text.replace(/X25519 (.*)/, 'X25519 $1 x'),
	'a wrapped key of 33 bytes': text => text.replace(/\n[^\n]{43}\n---/, `\n${'A'.repeat(44)}\n---`),
};
for (const [name, header] of Object.entries(bentKeys))
	test(`a header with ${name} is refused`, () => refuses(() => readHeader(sealTo(Buffer.from('x'), [newRecipient()], { header })), 'damaged'));
test('a header for keys of other kinds alone is told apart', () =>
	refuses(() => readHeader(sealTo(Buffer.from('x'), [newRecipient()], { header: text => text.replace('X25519', 'ssh-ed25519') })), 'foreign'));

// ---- keys ----------------------------------------------------------------------------------------

const zeroKey = 'AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX';   // age's example, 32 times 0x42
test('a key is read in upper and in lower case', () => {
	assert.deepEqual([...decodeBech32(zeroKey, 'age-secret-key-')], Array(32).fill(0x42));
	assert.deepEqual(readIdentities(`# a comment\n\n ${zeroKey.toLowerCase()}\r\n`), [new Uint8Array(32).fill(0x42)]);
});
for (const [name, text] of Object.entries({
	'one letter changed': zeroKey.replace('GFPYY', 'GFPYQ'), 'mixed cases': zeroKey.replace('GFPYY', 'gFPYY'), 'a letter missing': zeroKey.slice(0, -1),
	'a letter that is none': zeroKey.replace('GFPYY', 'GFPYB'), 'another front': zeroKey.replace('SECRET', 'PUBLIC'), 'nothing behind its front': 'AGE-SECRET-KEY-1',
	'something behind it': `${zeroKey} x`, 'no key at all': '# a comment\n', 'a public key': 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj',
	'too much of it': `${zeroKey}\n`.repeat(1000), 'a long s for an S': zeroKey.replace('SECRET', '\u017fECRET'),
}))
	test(`a key file with ${name} is refused`, () => refuses(() => readIdentities(text), 'key'));
test('a public key given for a secret one is told', () =>
	assert.throws(() => readIdentities('age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'), /public key/));

test('an endless header is refused', () =>
	refuses(() => readHeader(bytes(`age-encryption.org/v1\n-> scrypt ${'A'.repeat(70000)}`)), 'damaged'));
test('a thousand stanzas are refused without a key being derived', () =>
	refuses(() => readHeader(bytes(`age-encryption.org/v1\n${'-> scrypt a 10\n\n'.repeat(1000)}--- ${'A'.repeat(43)}\n`))));
test('a PDF is told apart', () => refuses(() => readHeader(bytes('%PDF-1.7\n')), 'foreign'));

// what shows only once there is a key; bundle.test.mjs has them
const later = ['stream_no_nonce', 'stream_short_nonce', 'x25519_identity', 'x25519_low_order'];
for (const { name, expect, compressed, file } of vectors())
	if (expect === 'header failure' && !compressed && !later.includes(name))
		test(`age's own vector ${name} is refused`, () => refuses(() => readHeader(file)));

test('chunks are laid out', () => {
	assert.deepEqual(layOut(100 + 17, 100), { start: 100, chunks: 1, sealedSize: 17, size: 1 });
	assert.equal(layOut(65552, 0).chunks, 1);
	assert.equal(layOut(65552 + 17, 0).size, 65537);
	assert.equal(layOut(16, 0).size, 0);
});
for (const size of [0, 15, 65552 + 1, 65552 + 16])
	test(`a payload of ${size} sealed bytes is refused`, () => refuses(() => layOut(size, 0)));

for (const name of ['a.pdf', 'Volume 1/Exhibit – 12.pdf', 'Überprüfung 契約書.pdf', 'a b', 'a..b', 'console.txt'])
	test(`the name ${name} may travel`, () => assert.ok(isName(name)));
for (const name of ['', '/a', 'a/', 'a//b', '.', '..', 'a/../b', '.hidden', 'a.', 'a ', ' a', 'a\\b', 'c:a', 'a*', 'con', 'CON.txt',
	'a/nul', 'com1.pdf', 'LPT¹', 'a\nb', 'a\u0000', 'a\u202eb', 'a\u200bb', '\ufeffa', 'a\u{e0041}', '\ud800', 'x'.repeat(241), 'a/'.repeat(32) + 'a', 'é'.repeat(121)])
	test(`the name ${JSON.stringify(name).slice(0, 40)} may not`, () => assert.ok(!isName(name)));
test('names that differ in case alone collide', () => assert.ok(collide(['A.pdf', 'a.PDF'])));
test('names that differ in the spelling of an accent collide', () => assert.ok(collide(['\u00e9', 'e\u0301'])));
test('a file that is the folder of another collides', () => assert.ok(collide(['a', 'A/b'])));
test('other names do not collide', () => assert.ok(!collide(['a', 'ab', 'b/a', 'b/c'])));
test('a label of 201 bytes is none', () => assert.ok(isLabel('x'.repeat(200)) && !isLabel('x'.repeat(201)) && !isLabel('a\nb')));

test('a time is read', () => assert.equal(readTime('1970-01-02T00:00:00Z'), 86400000));
for (const text of ['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00', '2026-01-01', '2026-01-01T00:00:00.0Z', null, 5])
	test(`the time ${text} is none`, () => assert.equal(readTime(text), null));
test('a bundle opens to its last second', () => {
	assert.equal(judge(0, 10000, 10999), 'open');
	assert.equal(judge(0, 10000, 11000), 'expired');
});
test('a clock may stand five minutes early, and no more', () => {
	assert.equal(judge(1000000, 2000000, 700000), 'open');
	assert.equal(judge(1000000, 2000000, 699999), 'early');
});

test('JSON is read', () => assert.deepEqual(readJson(bytes('{"a": [1, {"b": "\\"{,"}], "c": {"a": true}}')), { a: [1, { b: '"{,' }], c: { a: true } }));
for (const text of ['{"a":1,"a":1}', '{"a":{"b":1,"\\u0062":2}}', '[{"x":1},{"x":[],"x":2}]', '{"a":1.0}', '{"a":1e3}', '{"a":-1}', '{"a":01}',
	'{"a":99999999999999999}', '{"a":}', '', '\xff', '\xef\xbb\xbf{}'])
	test(`JSON ${JSON.stringify(text)} is refused`, () => refuses(() => readJson(bytes(text)), 'damaged'));
test('a hundred thousand open brackets are refused or read, not died of', () => {
	try {
		readJson(bytes('['.repeat(100000)));
		assert.fail('read');
	} catch (error) {
		assert.ok(error.name === 'Refusal');
	}
});

const armored = (bytes, eol = '\n') => Buffer.from(`-----BEGIN AGE ENCRYPTED FILE-----${eol}${bytes.toString('base64').match(/.{1,64}/g).join(eol)}${eol}-----END AGE ENCRYPTED FILE-----${eol}`);
const raw = n => Buffer.from(Array.from({ length: n }, (_, i) => i * 7 & 255));
for (const n of [1, 2, 47, 48, 49, 96, 1000])
	for (const eol of ['\n', '\r\n'])
		test(`text of ${n} bytes is read at every place, its lines ending in ${eol.length}`, async () => {
			const bytes = raw(n), source = await unarmor(memorySource(armored(bytes, eol)));
			assert.equal(source.size, n);
			for (let from = 0; from < n; from += 13)
				for (const to of [from, from + 1, Math.min(from + 50, n), n])
					assert.deepEqual(Buffer.from(await source.read(from, to)), bytes.subarray(from, to));
		});
test('blanks around the text do not matter', async () =>
	assert.equal((await unarmor(memorySource(Buffer.concat([Buffer.from('\r\n \t'), armored(raw(100)), Buffer.from(' \n\n')])))).size, 100));
test('what is no text is left as it is', async () => {
	const source = memorySource(raw(100));
	assert.equal(await unarmor(source), source);
});
const worse = {
	'no end': text => text.replace(/-----END.*/, ''), 'another end': text => text.replace('END AGE', 'END PGP'),
	'something behind': text => `${text}x`, 'an empty last line': text => text.replace('\n-----END', '\n\n-----END'),
	'a short line': text => text.replace(/\n./, '\n'), 'a long line': text => text.replace('\n', '\nA'),
	'a letter that is none': text => text.replace(/\n./, '\n!'), 'mixed line ends': text => text.replace(/(\n.*)\n/, '$1\r\n'),
	'padding in the middle': text => text.replace(/([A-Za-z0-9+/])..\n/, '$1==\n'), 'nothing in it': text => text.replace(/\n[^-]*\n/, '\n'),
};
for (const [name, bend] of Object.entries(worse))
	test(`text with ${name} is refused`, async () => assert.rejects(async () => {
		const source = await unarmor(memorySource(Buffer.from(bend(armored(raw(1000)).toString()))));
		await source.read(0, source.size);
	}, error => error.name === 'Refusal'));
