// The text of documents, unit by unit, as it was last asked for; of long ones some pages at a time.

import { get } from './api.js';

const AT_ONCE = 2, KEEP = 24;
const FEW = 16;        // pages that are asked for together

export class Texts {
	#kept = new Map();     // document -> { pages, units, byId, parts: numbers of those that are here }
	#asked = new Map();    // name of a part -> { promise, … }
	#order = [];           // of parts that are here, the oldest first
	#waiting = [];
	#running = 0;

	// pagesOf(document): how many it has, 0 where text flows
	constructor(pagesOf) { this.pagesOf = pagesOf; }

	// As much of it as is here, or null.
	have(document) { return this.#kept.get(document) ?? null; }
	lacks(document, page) { return !this.#kept.get(document)?.parts.has(this.#part(document, page)); }
	#part(document, page) { return this.pagesOf(document) > FEW ? Math.floor((Math.max(1, page) - 1) / FEW) : 0; }

	// What stands on a page and some around it, with page 1 what stands on none. urgent: before what lists ask for
	get(document, page = 1, urgent = false) {
		if (!this.lacks(document, page))
			return Promise.resolve(this.have(document));
		const part = this.#part(document, page), name = `${document} ${part}`;
		let one = this.#asked.get(name);
		if (!one) {
			one = { document, part, name };
			one.promise = new Promise((done, failed) => Object.assign(one, { done, failed }));
			one.promise.catch(() => {});
			this.#asked.set(name, one);
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
		const one = this.#waiting.shift(), pages = this.pagesOf(one.document), first = one.part * FEW + 1;
		this.#running++;
		try {
			this.#keep(one, await get(`text/${one.document}${pages > FEW ? `?pages=${first}-${Math.min(pages, first + FEW - 1)}` : ''}`));
			one.done(this.have(one.document));
		} catch (error) {
			one.failed(error);
		}
		this.#asked.delete(one.name);
		this.#running--;
		this.#next();
	}
	#keep({ document, part }, { pages, units }) {
		let text = this.#kept.get(document);
		if (!text)
			this.#kept.set(document, text = { pages, units: [], byId: new Map(), parts: new Set() });
		for (const unit of units) {
			unit.part = part;
			text.units.push(unit);
			text.byId.set(unit.id, unit);
		}
		text.parts.add(part);
		text.asides = null;
		this.#order.push([document, part]);
		while (this.#order.length > KEEP)
			this.#drop(...this.#order.shift());
	}
	#drop(document, part) {
		const text = this.#kept.get(document);
		text.parts.delete(part);
		text.asides = null;
		text.units = text.units.filter(unit => unit.part !== part || !text.byId.delete(unit.id));
		if (!text.parts.size)
			this.#kept.delete(document);
	}
}

const MORE = 40;
// On one line, with bars between cells: a row of a table ends its last cell, a line of a paragraph nothing.
function plain(text) {
	const lines = text.split('\n');
	return lines.map((line, i) => `${line}${line.includes('\t') || lines[i + 1]?.includes('\t') ? '\t' : ' '}`).join('').slice(0, -1).replace(/\s*\t\s*/g, ' \u2502 ').replace(/\s+/g, ' ');
}

// Where the first whole word behind `at` begins, at most `end`.
function wordFrom(text, at, end) {
	if (at <= 0)
		return 0;
	const space = text.slice(at - 1, end).search(/\s/);
	return space < 0 ? at : at + space;
}
// For a line of a list: of what stands before and behind only words of the same cell, and no halves of words before it.
const SHORT = 18;
export function shortBefore(before) {
	const cell = before.slice(before.lastIndexOf('\u2502') + 1).replace(/^ /, '');
	return cell.length <= SHORT ? cell : cell.slice(wordFrom(cell, cell.length - SHORT, cell.length)).replace(/^ /, '');
}
export function shortAfter(after) {
	const end = after.indexOf('\u2502');
	return end < 0 ? after : after.slice(0, end);
}

// [before, value, after] of a mark with bars between cells, or null where its text is not at hand.
export function snippetOf(mark, text) {
	const unit = text?.byId.get(mark.unit);
	if (!unit?.text || mark.beg === null)
		return null;
	const { text: all } = unit;
	return [plain(all.slice(wordFrom(all, mark.beg - MORE, mark.beg), mark.beg)), plain(all.slice(mark.beg, mark.end)), plain(all.slice(mark.end, mark.end + MORE))];
}
