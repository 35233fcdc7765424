// Opens a bundle: from the first byte of the file to what the sender signed. Nothing of the files
// themselves is read here, however large they are.

import { HEADER_LIMIT, readHeader } from '../format/agehead.js';
import { judge } from '../format/expiry.js';
import { MANIFEST, MANIFEST_LIMIT, NOTICE, PADDING, SIGNATURE, readManifest } from '../format/manifest.js';
import { checkSignature } from '../format/minisig.js';
import { isPlain } from '../format/names.js';
import { malformed, wrongOrDamaged } from '../format/refusal.js';
import { NONCE, Stream } from '../format/stream.js';
import { readZip, same, text } from '../format/zip.js';
import { contentOf, localRecord } from '../format/zipform.js';
import { digits } from '../format/fingerprint.js';

const SIGNATURE_LIMIT = 4096, NOTICE_LIMIT = 64 * 1024;
const OWN_BEFORE = 2, OWN = 3;   // entries of the archive's own: manifest and signature; padding
const ZERO_NONCE = new Uint8Array(12);

// Reads the header alone; throws when the file is no bundle. Cheap: no key is derived.
export async function probe(source) {
	return readHeader(await source.read(0, Math.min(source.size, HEADER_LIMIT)));
}

// Tries every key on every stanza, as age does; null when none fits.
function openStanzas(stanzas, identities, crypto) {
	const fileKey = new Uint8Array(16);
	for (const { share, wrapped } of stanzas)
		for (const identity of identities) {
			const wrapping = crypto.unwrapKey(identity, share);
			if (wrapping && crypto.decrypt(wrapping, ZERO_NONCE, wrapped, fileKey))
				return fileKey;
		}
	return null;
}

async function openPassphrase(head, pass, crypto, progress) {
	const fileKey = new Uint8Array(16);
	const wrapping = await crypto.scrypt(pass, head.salt, head.work, progress);
	return crypto.decrypt(wrapping, ZERO_NONCE, head.wrapped, fileKey) ? fileKey : null;
}

// The key of the payload and where the payload begins. secret: { pass } or { identities }, whichever
// the header asks for.
export async function unlock(source, secret, crypto, progress) {
	const head = await probe(source);
	const fileKey = head.stanzas ? openStanzas(head.stanzas, secret.identities ?? [], crypto) :
		await openPassphrase(head, secret.pass ?? '', crypto, progress);
	if (!fileKey || !same(crypto.headerMac(fileKey, head.covered), head.mac))
		throw wrongOrDamaged();
	const start = head.size + NONCE;
	if (source.size < start)
		throw wrongOrDamaged();
	const nonce = await source.read(head.size, start);
	return { key: crypto.payloadKey(fileKey, nonce), start };
}

// A small file of the archive, whole, held against the checksum of the directory.
async function readSmall(stream, zip, index, name, limit, digest) {
	const entry = zip.entries[index];
	if (entry?.name !== name || entry.size > limit)
		throw malformed('its manifest is not where it should be');
	const content = contentOf(entry, zip.wide);
	const whole = await stream.read(entry.at, content + entry.size);
	const bytes = whole.subarray(content - entry.at);
	if (!same(whole.subarray(0, content - entry.at), localRecord(entry, zip.wide)))
		throw malformed('an entry contradicts its directory');
	digest.begin();
	digest.add(bytes);
	const { crc, sha256 } = digest.done();
	if (crc !== entry.crc)
		throw malformed('a checksum is wrong');
	return { bytes, sha256 };
}

// The archive holds what the signed manifest says, in that order, and nothing else.
function match(zip, said, payloadSize) {
	const { entries, wide } = zip;
	if (entries.length !== said.files.length + OWN ||
		!said.files.every((file, i) => {
			const entry = entries[OWN_BEFORE + i];
			return entry.name === file.name && entry.size === file.size && contentOf(entry, wide) === file.offset;
		}))
		throw malformed('it holds other files than its manifest says');
	if (entries.at(-1).name !== PADDING || said.payload_size !== payloadSize)
		throw malformed('it has another size than its manifest says');
}

async function readNotice(stream, zip, said, digest) {
	const file = said.files[1];
	if (file?.role !== 'notice')
		return '';
	const { bytes, sha256 } = await readSmall(stream, zip, OWN_BEFORE + 1, NOTICE, NOTICE_LIMIT, digest);
	const notice = text(bytes);
	if (sha256 !== file.sha256 || !isPlain(notice.replace(/[\n\t]/g, '')))
		throw malformed('its notice is not as it should be');
	return notice;
}

// Everything that must hold of bytes [from, from + size) of the payload: `bytes` exactly, or the
// hashes, or zeros. In the order of the archive, without a gap.
function regionsOf(zip, said, hashes, payloadSize) {
	const regions = [];
	zip.entries.forEach((entry, i) => {
		const bytes = localRecord(entry, zip.wide);
		regions.push({ bytes, size: bytes.length });
		const sha256 = hashes[i] ?? said.files[i - OWN_BEFORE]?.sha256;
		regions.push(sha256 ? { size: entry.size, crc: entry.crc, sha256 } : { size: entry.size, crc: entry.crc, zeros: true });
	});
	regions.push({ bytes: zip.directory.bytes, size: zip.directory.bytes.length });
	regions.push({ size: payloadSize - zip.directory.at - zip.directory.bytes.length });   // its end, printed and compared already
	return regions;
}

// Opens a source (see stream.js) with a secret (see unlock). The answer is for the page:
//   said      the manifest, with `fingerprint`; what a person is told about the bundle
//   state     'open', 'expired' or 'early'; unless it is 'open', nothing but `said` follows
//   notice    text to be accepted first, or ''
//   key, start, payloadSize    for whoever decrypts the files
//   regions   what the payload's bytes are held against, see check.js
export async function openBundle(source, secret, now, crypto, digest, progress) {
	const { key, start } = await unlock(source, secret, crypto, progress);
	const stream = await Stream.open(source, start, key, crypto.decrypt);
	const zip = await readZip(stream);
	const manifest = await readSmall(stream, zip, 0, MANIFEST, MANIFEST_LIMIT, digest);
	const signature = await readSmall(stream, zip, 1, SIGNATURE, SIGNATURE_LIMIT, digest);
	const said = readManifest(manifest.bytes);
	checkSignature(said.sender, manifest.bytes, signature.bytes, crypto);
	match(zip, said, stream.size);
	const notice = await readNotice(stream, zip, said, digest);
	said.fingerprint = { digits: digits(said.sender.key, crypto), hash: crypto.blake2b(said.sender.key, 16) };
	const state = judge(said.made, said.notAfter, now);
	if (state !== 'open')
		return { said: { ...said, files: [] }, state };
	const regions = regionsOf(zip, said, [manifest.sha256, signature.sha256], stream.size);
	return { said, state, notice, key, start, payloadSize: stream.size, regions };
}
