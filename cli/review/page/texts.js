// The text of documents, unit by unit, as it was last asked for.

import { get } from './api.js';

const AT_ONCE = 2, KEEP = 24;

export class Texts {
	#kept = new Map();     // document -> text
	#asked = new Map();    // document -> { promise }
	#waiting = [];
	#running = 0;

	have(document) { return this.#kept.get(document) ?? null; }
	forget(document) { this.#kept.delete(document); }

	// urgent: before what lists ask for
	get(document, urgent = false) {
		const kept = this.#kept.get(document);
		if (kept)
			return Promise.resolve(kept);
		let one = this.#asked.get(document);
		if (!one) {
			one = { document };
			one.promise = new Promise((done, failed) => Object.assign(one, { done, failed }));
			one.promise.catch(() => {});
			this.#asked.set(document, one);
			if (urgent)
				this.#waiting.unshift(one);
			else
				this.#waiting.push(one);
			this.#next();
		}
		return one.promise;
	}
	async #next() {
		if (this.#running >= AT_ONCE || !this.#waiting.length)
			return;
		const one = this.#waiting.shift();
		this.#running++;
		try {
			const text = await get(`text/${one.document}`);
			text.byId = new Map(text.units.map(unit => [unit.id, unit]));
			this.#kept.set(one.document, text);
			for (const old of this.#kept.keys()) {
				if (this.#kept.size <= KEEP)
					break;
				this.#kept.delete(old);
			}
			one.done(text);
		} catch (error) {
			one.failed(error);
		}
		this.#asked.delete(one.document);
		this.#running--;
		this.#next();
	}
}

const MORE = 40;
const plain = text => text.replace(/\s+/g, ' ');

// [before, value, after] of a mark, or null where its text is not at hand.
export function snippetOf(mark, text) {
	const unit = text?.byId.get(mark.unit);
	if (!unit?.text || mark.beg === null)
		return null;
	return [plain(unit.text.slice(Math.max(0, mark.beg - MORE), mark.beg)), plain(unit.text.slice(mark.beg, mark.end)),
		plain(unit.text.slice(mark.end, mark.end + MORE))];
}
