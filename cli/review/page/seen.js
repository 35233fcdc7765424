// A page counts as seen once it was in view for a second, with its picture, in a window somebody looks at. Flowing text
// counts when all of it was.

import { isSeen, seenWhole } from './filters.js';
import { rangeText } from './dom.js';

const LOOK = 250, LONG = 1000;   // ms

export class Seen {
	#since = new Map(); #document = -1; #parts = new Set(); #told = new Set();

	constructor(app) {
		this.app = app;
		setInterval(() => this.#look(), LOOK);
	}
	#look() {
		const { app } = this, { place, store, sheet } = app, said = store.documents[place.document];
		if (!said || document.visibilityState !== 'visible' || place.after || !store.session.reviewer || app.asking())
			return this.#since.clear();
		if (place.document !== this.#document) {
			this.#document = place.document;
			this.#since.clear();
			this.#parts.clear();
		}
		const now = performance.now(), wanted = sheet.flowing ? this.#blocks() : sheet.inView().filter(page => !isSeen(said, page));
		for (const one of [...this.#since.keys()])
			if (!wanted.includes(one))
				this.#since.delete(one);
		const done = [];
		for (const one of wanted) {
			if (!this.#since.has(one))
				this.#since.set(one, now);
			else if (now - this.#since.get(one) >= LONG)
				done.push(one);
		}
		if (sheet.flowing) {
			for (const block of done)
				this.#parts.add(block);
			const all = sheet.flow.querySelectorAll('p[data-beg], .cells > div').length;
			if (all && !seenWhole(said) && this.#parts.size >= all)
				this.#tell('all');
		} else {
			const fresh = done.filter(page => !this.#told.has(`${place.document} ${page}`));
			if (fresh.length)
				this.#tell(rangeText(fresh.sort((a, b) => a - b)), fresh);
		}
	}
	// Blocks of flowing text in view that were not seen yet, by number: the elements are made anew with every change.
	#blocks() {
		const { root, flow } = this.app.sheet, view = root.getBoundingClientRect(), list = [];
		[...flow.querySelectorAll('p[data-beg], .cells > div')].forEach((block, i) => {
			if (this.#parts.has(i))
				return;
			const box = block.getBoundingClientRect();
			if (box.top < view.bottom && box.bottom > view.top)
				list.push(i);
		});
		return list;
	}
	#tell(pages, list = ['all']) {
		const { document } = this.app.place, names = list.map(page => `${document} ${page}`);
		if (names.every(name => this.#told.has(name)))
			return;
		for (const name of names)
			this.#told.add(name);
		this.app.saving.act([{ do: 'seen', document, pages }]).catch(() => {
			for (const name of names)
				this.#told.delete(name);
		});
	}
}
