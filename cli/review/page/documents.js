// The list of documents.

import { byId, later, make, many, say } from './dom.js';
import { DOCUMENT_FILTERS, documentFilter, isBad, seenCount } from './filters.js';
import { Rows } from './lists.js';

const STATES = { waiting: 'waiting to be read', reading: 'being read…', gone: 'is not there any more', changed: 'was changed since: cannot be reviewed', failed: 'cannot be read' };

export class Documents {
	#list = [];

	constructor(app) {
		this.app = app;
		this.rows = new Rows(byId('documents'), { height: 58, draw: (i, row) => this.#row(this.#list[i], row), choose: i => this.#choose(i) });
		this.words = byId('documents-words');
		this.kind = byId('documents-kind');
		this.kind.append(...DOCUMENT_FILTERS.map(([value, name]) => make('option', { value }, name)));
		this.kind.value = app.place.documents;
		this.kind.addEventListener('change', () => { app.place.set({ documents: this.kind.value }); this.show(); });
		this.words.addEventListener('input', later(() => this.show(), 80));
		app.store.addEventListener('documents', () => this.show());
		app.place.addEventListener('place', ({ was }) => was.document !== app.place.document && this.#here());
	}
	show() {
		const { app } = this;
		this.#list = app.store.documents.filter(documentFilter(this.kind.value, this.words.value));
		byId('documents-count').textContent = this.#list.length === app.store.documents.length ? many(this.#list.length, 'document')
			: `${say(this.#list.length)} of ${many(app.store.documents.length, 'document')}`;
		byId('documents-none').hidden = this.#list.length > 0;
		this.rows.set(this.#list.length, this.#at());
	}
	only(kind) {
		this.words.value = '';
		this.kind.value = kind;
		this.app.place.set({ documents: kind });
		this.app.openLists();
		this.app.showTab('documents');
	}
	#at() { return this.#list.findIndex(one => one.id === this.app.place.document); }
	#here() { this.rows.activate(this.#at()); }
	#choose(i) {
		const { app } = this, document = this.#list[i];
		if (document.id !== app.place.document)
			app.open(document.id, this.kind.value === 'dark' && document.unsearchable?.length ? document.unsearchable[0] : 1);
	}
	#row(document, row) {
		const [proposed, accepted, rejected] = document.counts, byRule = document.by_rule, sure = accepted + rejected - byRule, seen = seenCount(document), folder = document.name.lastIndexOf('/') + 1;
		const trouble = STATES[document.state], bad = isBad(document);
		row.classList.toggle('done', !proposed && !byRule && seen >= Math.max(1, document.pages));
		row.append(make('div.cell', { role: 'gridcell' },
			make('span.name', { title: document.name }, make('bdi', {}, document.name.slice(folder))),
			make('span.folder', {}, make('bdi', {}, document.name.slice(0, folder))),
			make('span.facts', {},
				document.withheld && make('span.tag.held', {}, 'withheld'),
				trouble && make(`span${bad ? '.bad' : ''}`, {}, bad ? `\u26A0 ${trouble}` : trouble),
				!trouble && proposed > 0 && make('span.open', { title: `${many(proposed, 'mark')} to decide` }, `? ${say(proposed)} to decide`),
				!trouble && byRule > 0 && make('span', { title: `${many(byRule, 'mark')} decided by a rule only, confirmed by nobody` }, `${say(byRule)} by rule`),
				!trouble && sure > 0 && make('span.good', { title: `${many(sure, 'mark')} confirmed by a person` }, proposed || byRule ? `\u2713 ${say(sure)}` : `\u2713 all ${say(sure)} confirmed`),
				!trouble && !(proposed + accepted + rejected) && make('span', {}, 'no marks'),
				!trouble && make('span', { title: document.pages ? `${seen} of ${many(document.pages, 'page')} seen` : '' }, document.pages ? seen >= document.pages ? 'all seen' : `${say(seen)}/${say(document.pages)} seen` : seen ? 'seen' : 'not seen'),
				document.unsearchable?.length > 0 && make('span.warn', { title: document.pages ? `Pages ${document.unsearchable.join(', ')} cannot be searched` : 'Pictures in it cannot be searched' }, `\u26A0 ${say(document.unsearchable.length)} unsearchable`))));
	}
}
