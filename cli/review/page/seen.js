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
		const now = performance.now(), wanted = sheet.flowing ? sheet.flow.inView().filter(part => !this.#parts.has(part)) : sheet.inView().filter(page => !isSeen(said, page));
		const there = new Set(wanted);
		for (const one of [...this.#since.keys()])
			if (!there.has(one))
				this.#since.delete(one);
		const done = [];
		for (const one of wanted) {
			if (!this.#since.has(one))
				this.#since.set(one, now);
			else if (now - this.#since.get(one) >= LONG)
				done.push(one);
		}
		if (sheet.flowing) {
			for (const part of done)
				this.#parts.add(part);
			if (sheet.flow.parts && !seenWhole(said) && this.#parts.size >= 2 * sheet.flow.parts)
				this.#tell('all');
		} else {
			const fresh = done.filter(page => !this.#told.has(`${place.document} ${page}`));
			if (fresh.length)
				this.#tell(rangeText(fresh.sort((a, b) => a - b)), fresh);
		}
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
