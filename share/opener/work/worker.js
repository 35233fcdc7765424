// One worker: opens a bundle, decrypts a piece of it, or checks what was decrypted. Which of the
// three a worker does is the page's choice (pool.js); messages are { id, op, ... }, and answers
// { id, value } or { id, refusal }, with { id, progress } before them.

import { loadDigest, loadPrimitives } from '../crypto/primitives.js';
import { unarmor } from '../format/armor.js';
import { IDENTITIES_LIMIT, readIdentities } from '../format/identity.js';
import { Refusal, malformed, otherKeyOrDamaged } from '../format/refusal.js';
import { Stream, layOut } from '../format/stream.js';
import { Check } from './check.js';
import { openBundle, probe } from './opening.js';
import { FileSource } from './source.js';

let primitives, digest, stream, check;

// What a person gave to open the bundle with: a passphrase, or keys pasted or in a file.
async function secretOf({ pass, key, keyFile }) {
	if (pass !== undefined)
		return { pass };
	const inFile = keyFile ? await keyFile.slice(0, IDENTITIES_LIMIT + 1).text() : '';
	return { identities: readIdentities(`${key}\n${inFile}`) };
}

const ops = {
	// Whether it takes a key, not a passphrase.
	async probe({ file }) {
		const head = await probe(await unarmor(new FileSource(file)));
		return Boolean(head.stanzas);
	},

	async open({ file, now, ...given }, progress) {
		primitives ??= await loadPrimitives();
		digest ??= await loadDigest();
		const secret = await secretOf(given);
		try {
			return await openBundle(await unarmor(new FileSource(file)), secret, now, primitives, digest, progress);
		} catch (error) {
			throw secret.identities && error.code === 'locked' ? otherKeyOrDamaged() : error;
		}
	},

	async attach({ file, key, start }) {
		primitives ??= await loadPrimitives();
		const source = await unarmor(new FileSource(file));
		stream = new Stream(source, layOut(source.size, start), key, await primitives.bulkDecrypt(key));
	},

	// Chunks of the payload, whole. The key has proved right by now, so it is the file that is wrong.
	async chunks({ first, count }) {
		try {
			return await stream.chunks(first, count);
		} catch (error) {
			throw error.code === 'locked' ? malformed('a part of it is not as it was sealed') : error;
		}
	},

	async check({ regions }) {
		digest ??= await loadDigest();
		check = new Check(regions, digest);
	},
	// Gives the bytes back once they were looked at.
	add({ bytes }) {
		check.add(bytes);
		return bytes;
	},
	done() {
		check.done();
	},
};

self.onmessage = async ({ data: { id, op, ...order } }) => {
	try {
		const value = await ops[op](order, done => self.postMessage({ id, progress: done }));
		self.postMessage({ id, value }, value instanceof Uint8Array ? [value.buffer] : []);
	} catch (error) {
		const { code, message } = error instanceof Refusal ? error :
			{ code: error instanceof RangeError ? 'memory' : 'internal', message: `Something went wrong in this page: ${error?.message}` };
		self.postMessage({ id, refusal: { code, message } });
	}
};
