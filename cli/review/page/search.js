// Words in all documents, and marks on all their hits.

import { byId, make, many, say } from './dom.js';
import { post } from './api.js';
import { Rows } from './lists.js';
import { shortAfter, shortBefore } from './texts.js';

export class Search {
	#hits = []; #more = false; #asked = null; #last = null;

	constructor(app) {
		this.app = app;
		this.words = byId('search-words');
		this.whole = byId('search-whole');
		this.rows = new Rows(byId('hits'), { height: 52, draw: (i, row) => this.#row(this.#hits[i], row), choose: i => this.#go(this.#hits[i]) });
		byId('search-form').addEventListener('submit', event => { event.preventDefault(); this.find(); });
		this.whole.addEventListener('change', () => this.words.value.trim() && this.find());
		byId('mark-hits').addEventListener('click', () => this.mark());
		app.place.addEventListener('place', () => this.#label());
		app.saving.addEventListener('search', () => this.#last && this.find(true));
	}
	focus() {
		this.app.openLists();
		this.app.showTab('search');
		this.words.focus();
		this.words.select();
	}
	async find(again = false) {
		const asked = again ? this.#last : { words: this.words.value.trim(), whole: this.whole.checked };
		if (!asked?.words)
			return;
		const ticket = this.#asked = {};
		if (!again)
			byId('search-said').textContent = 'Searching…';
		try {
			const { hits, more, unread } = await post('search', asked);
			if (ticket !== this.#asked)
				return;
			this.#last = asked;
			this.#hits = hits;
			const documents = new Set(hits.map(hit => hit[0])).size;
			byId('search-said').textContent = `${hits.length ? `${many(hits.length, 'hit')} in ${many(documents, 'document')}` : 'No hits'}${more ? ', and more than can be listed' : ''}.` +
				`${unread ? ` ${many(unread, 'document is', 'documents are')} not read yet: what is in there will be added.` : ''}`;
			this.#more = more;
			this.#label();
			this.rows.set(hits.length, again ? this.rows.active : -1);
			if (!again)
				this.rows.root.scrollTop = 0;
		} catch (error) {
			byId('search-said').textContent = error.message;
		}
	}
	#label() {
		const { code } = this.app.deeds.penCode();
		byId('mark-hits').hidden = !this.#hits.length;
		byId('mark-hits').textContent = `Mark all${this.#more ? ' hits' : ` ${say(this.#hits.length)}`}${code ? ` with code ${code}` : ''}`;
	}
	async mark() {
		if (this.#last && await this.app.deeds.markHits(this.#last))
			byId('search-said').textContent = 'All hits are marked and accepted; u takes them back.';
	}
	#go([document, unit, beg, end, page]) {
		this.app.showHit(document, unit, beg, end, page);
	}
	#row([document, unit, beg, end, page, before, after], row) {
		const { store } = this.app, said = store.documents[document];
		row.append(make('div.cell', { role: 'gridcell' },
			make('span.snippet', { dir: 'auto' }, shortBefore(before.replace(/\t/g, '\u2502')), make('b', {}, this.#found(document, unit, beg, end)), shortAfter(after.replace(/\t/g, '\u2502'))),
			make('span.facts', {}, make('bdi', {}, said.name.slice(said.name.lastIndexOf('/') + 1)), page ? `p. ${page}` : unit)));
	}
	#found(document, unit, beg, end) {
		return this.app.texts.have(document)?.byId.get(unit)?.text.slice(beg, end) ?? this.#last.words;
	}
}
