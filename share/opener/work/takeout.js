// Streams a part of the payload: decrypted by several workers at once, checked by one, in order,
// with a bounded number of pieces in memory.

import { CHUNK } from '../format/stream.js';
import { Helper } from './pool.js';

const PIECE = 128;            // chunks, 8 MiB: smaller ones cost more to read
const DECRYPTERS_MAX = 4;

export class Takeout {
	// opened: what openBundle() answered.
	constructor(url, file, opened) {
		const cores = navigator.hardwareConcurrency || 2;
		this.opened = opened;
		this.checker = new Helper(url);
		this.decrypters = Array.from({ length: Math.max(1, Math.min(DECRYPTERS_MAX, cores - 1)) }, () => new Helper(url));
		const { key, start } = opened;
		this.ready = Promise.all(this.decrypters.map(helper => helper.ask('attach', { file, key, start })));
	}

	// The pieces of bytes [from, to) of the payload, in order, decrypted ahead of being asked for.
	async *#pieces(from, to) {
		const lastChunk = Math.ceil(this.opened.payloadSize / CHUNK);
		const queue = [];
		let turn = 0, next = Math.floor(from / CHUNK);
		const end = Math.min(Math.ceil(to / CHUNK), lastChunk);
		try {
			for (;;) {
				while (next < end && queue.length < this.decrypters.length + 2) {
					const first = next, count = Math.min(PIECE, end - first);
					const promise = this.decrypters[turn++ % this.decrypters.length].ask('chunks', { first, count });
					promise.catch(() => {});       // it is awaited in its turn
					queue.push({ first, promise });
					next += count;
				}
				if (!queue.length)
					return;
				const { first, promise } = queue.shift();
				const bytes = await promise, base = first * CHUNK;
				yield bytes.subarray(Math.max(0, from - base), Math.min(bytes.length, to - base));
			}
		} finally {
			await Promise.allSettled(queue.map(({ promise }) => promise));
		}
	}

	// Gives bytes [from, to) to write(bytes), piece by piece, each checked against the regions that
	// they consist of. What was written counts only when this returns. `signal` stops it.
	async stream(from, to, regions, write, { progress, signal } = {}) {
		await this.ready;
		await this.checker.ask('check', { regions });
		let done = 0, checked = null;
		const flush = async () => {
			if (!checked)
				return;
			const bytes = await checked;
			checked = null;
			await write(bytes);
			done += bytes.length;
			progress?.(done / (to - from));
		};
		for await (const bytes of this.#pieces(from, to)) {
			signal?.throwIfAborted();
			// one piece is checked while the one before it is written
			const order = this.checker.ask('add', { bytes }, { transfer: [bytes.buffer] });
			order.catch(() => {});
			await flush();
			checked = order;
		}
		await flush();
		signal?.throwIfAborted();
		await this.checker.ask('done');
	}

	stop() {
		for (const helper of [this.checker, ...this.decrypters])
			helper.stop();
	}
}
