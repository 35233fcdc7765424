// The payload of an age file: chunks of 64 KiB that are encrypted one by one, so that any part can
// be read without the rest. See "The envelope" in share/bundle.md.

import { Refusal, wrongOrDamaged } from './refusal.js';

export const CHUNK = 65536, TAG = 16, SEALED = CHUNK + TAG, NONCE = 16;

// Where the chunks lie in a file of `fileSize` bytes whose header and nonce end at `start`.
export function layOut(fileSize, start) {
	const rest = fileSize - start;
	if (rest < TAG)
		throw new Refusal('damaged', 'This file is damaged: its end is missing.');
	const chunks = Math.ceil(rest / SEALED);
	const last = rest - (chunks - 1) * SEALED;
	// a last chunk without content is canonical only where there is no content at all
	if (last < TAG || (last === TAG && chunks > 1))
		throw wrongOrDamaged();
	return { start, chunks, sealedSize: rest, size: rest - chunks * TAG };
}

function nonceOf(index, isLast) {
	const nonce = new Uint8Array(12), view = new DataView(nonce.buffer);
	view.setUint32(3, Math.floor(index / 2 ** 32));
	view.setUint32(7, index >>> 0);
	nonce[11] = isLast ? 1 : 0;
	return nonce;
}

// The decrypted payload of a source. A source has `size` and `read(from, to)`, which gives the
// bytes; `decrypt(key, nonce, sealed, out)` is false, or a promise of it, when a chunk is not
// authentic.
export class Stream {
	constructor(source, layout, key, decrypt) {
		Object.assign(this, { source, layout, key, decrypt });
	}

	get size() {
		return this.layout.size;
	}

	// No length is believed before the last chunk, which is marked as the last, is authentic.
	static async open(source, start, key, decrypt) {
		const stream = new Stream(source, layOut(source.size, start), key, decrypt);
		await stream.chunks(stream.layout.chunks - 1, 1);
		return stream;
	}

	// The content of `count` chunks, decrypted in one piece and in place: a chunk's content goes where it
	// or earlier ones lay, which were taken in by then.
	async chunks(first, count) {
		const { start, chunks, sealedSize } = this.layout;
		const bytes = await this.source.read(start + first * SEALED,
			start + Math.min((first + count) * SEALED, sealedSize));
		const each = await Promise.all(Array.from({ length: count }, (_, i) => this.decrypt(this.key,
			nonceOf(first + i, first + i === chunks - 1),
			bytes.subarray(i * SEALED, (i + 1) * SEALED),
			bytes.subarray(i * CHUNK, (i + 1) * CHUNK))));
		if (!each.every(isAuthentic => isAuthentic))
			throw wrongOrDamaged();
		return bytes.subarray(0, bytes.length - count * TAG);
	}

	// Bytes [from, to) of the payload.
	async read(from, to) {
		if (!(from >= 0 && from <= to && to <= this.size))
			throw wrongOrDamaged();
		if (from === to)
			return new Uint8Array(0);
		const first = Math.floor(from / CHUNK);
		const bytes = await this.chunks(first, Math.ceil(to / CHUNK) - first);
		return bytes.subarray(from - first * CHUNK, to - first * CHUNK);
	}
}
