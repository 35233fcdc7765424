// Pictures of pages: few at a time, the latest asked for first, kept until there are too many.

import { getBlob } from './api.js';

const AT_ONCE = 3, KEEP = 48;

export class Pictures {
	#kept = new Map();     // key -> address of a blob; the least lately used first
	#asked = new Map();    // key -> { wanted, done, failed, stop }
	#running = 0;

	// { promise of an address, cancel() }
	get(document, page, width, after, stamp) {
		const key = `${document}/${page}?width=${width}${after ? `&after=1&${stamp}` : ''}`;
		const kept = this.#kept.get(key);
		if (kept) {
			this.#kept.delete(key);
			this.#kept.set(key, kept);
			return { now: kept, promise: Promise.resolve(kept), cancel() {} };
		}
		let one = this.#asked.get(key);
		if (!one) {
			one = { path: `page/${document}/${page}?width=${width}${after ? '&after=1' : ''}`, wanted: 0, stop: new AbortController() };
			one.promise = new Promise((done, failed) => Object.assign(one, { done, failed }));
			one.promise.catch(() => {});
			this.#asked.set(key, one);
			queueMicrotask(() => this.#next());
		}
		one.wanted++;
		return {
			promise: one.promise,
			cancel: () => {
				if (--one.wanted === 0 && this.#asked.get(key) === one) {
					this.#asked.delete(key);
					one.stop.abort();
				}
			},
		};
	}
	#next() {
		const waiting = [...this.#asked].filter(([, one]) => !one.running).reverse();
		while (this.#running < AT_ONCE && waiting.length)
			this.#load(...waiting.shift());
	}
	async #load(key, one) {
		one.running = true;
		this.#running++;
		try {
			const address = URL.createObjectURL(await getBlob(one.path, { signal: one.stop.signal }));
			this.#kept.set(key, address);
			for (const [old, at] of this.#kept) {
				if (this.#kept.size <= KEEP)
					break;
				this.#kept.delete(old);
				setTimeout(() => URL.revokeObjectURL(at), 10000);   // it may still be shown
			}
			one.done(address);
		} catch (error) {
			one.failed(error);
		}
		if (this.#asked.get(key) === one)
			this.#asked.delete(key);
		this.#running--;
		this.#next();
	}
}
