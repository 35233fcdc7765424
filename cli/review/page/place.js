// Where a person is: document, page, mark, filters, how it is shown. Kept in the address, so that a reload comes back
// to it; never a word of a document.

import { blank } from './filters.js';
import { later } from './dom.js';

export class Place extends EventTarget {
	document = -1; page = 1; mark = null;    // mark: a key, or null
	tab = 'documents';                       // documents, values, search
	filter = blank(); sort = 'count';
	documents = '';                          // which documents are listed
	zoom = 0;                                // CSS pixels a point; 0: as wide as there is room
	after = false; beside = false;
	#write = later(() => history.replaceState(null, '', `#${this.#text()}`), 200);

	constructor() {
		super();
		const said = new URLSearchParams(location.hash.slice(1));
		const number = (name, or) => said.has(name) && Number.isFinite(Number(said.get(name))) ? Number(said.get(name)) : or;
		this.document = number('d', -1);
		this.page = number('p', 1);
		this.mark = said.has('m') ? number('m', null) : null;
		this.tab = ['documents', 'values'].includes(said.get('t')) ? said.get('t') : 'documents';
		this.zoom = number('z', 0);
		this.after = said.has('after');
		this.beside = said.has('beside');
		this.documents = said.get('dl') ?? '';
		this.sort = said.get('s') ?? 'count';
		for (const [key, short] of Place.#short)
			this.filter[key] = said.get(short) ?? '';
	}
	static #short = [['state', 'fs'], ['only', 'fo'], ['rule', 'fr'], ['code', 'fc']];

	#text() {
		const said = new URLSearchParams({ d: this.document, p: this.page });
		if (this.mark !== null)
			said.set('m', this.mark);
		if (this.tab === 'values')
			said.set('t', this.tab);
		if (this.zoom)
			said.set('z', this.zoom.toFixed(3));
		for (const [key, short] of Place.#short)
			if (this.filter[key])
				said.set(short, this.filter[key]);
		if (this.documents)
			said.set('dl', this.documents);
		if (this.sort !== 'count')
			said.set('s', this.sort);
		if (this.after)
			said.set('after', 1);
		if (this.beside)
			said.set('beside', 1);
		return said;
	}
	// how.scroll: the pages are to show it. how.from: who did it.
	set(values, how = {}) {
		const was = { document: this.document, page: this.page, mark: this.mark };
		Object.assign(this, values);
		this.#write();
		this.dispatchEvent(Object.assign(new Event('place'), { was, how, values }));
	}
}
