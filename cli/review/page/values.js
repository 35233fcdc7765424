// The marks put together by what they say, across all documents: a group can be decided on at once, or opened to see each.

import { byId, later, make, many, say, STATES, STATE_SIGNS } from './dom.js';
import { ONLY, STATE_FILTERS, blank, groupsOf, markFilter } from './filters.js';
import { Rows } from './lists.js';
import { ACCEPTED, BOX, PROPOSED, REJECTED, isDone } from './store.js';
import { shortAfter, shortBefore, snippetOf } from './texts.js';
import { byWhom } from './tip.js';

export class Values {
	#rows = []; #open = new Set(); #groups = []; #filtered = []; #stale = true; #order = null;

	constructor(app) {
		this.app = app;
		this.grid = new Rows(byId('values'), { height: 52, draw: (i, row) => this.#row(this.#rows[i], row), choose: (i, how) => this.#choose(i, how), turn: (i, open) => this.#turn(i, open) });
		const { filter } = app.place, fields = { only: byId('filter-only'), rule: byId('filter-rule'), code: byId('filter-code') };
		fields.only.append(...ONLY.map(([value, name]) => make('option', { value }, name)));
		this.fields = fields;
		for (const [name, field] of Object.entries(fields))
			field.addEventListener('change', () => this.#filter({ [name]: field.value }));
		this.words = byId('filter-words');
		this.words.addEventListener('input', later(() => this.#filter({ words: this.words.value }), 80));
		byId('filter-state').append(...STATE_FILTERS.map(([value, name]) =>
			make('button', { type: 'button', 'data-state': value, onclick: () => this.#filter({ state: value }) }, name)));
		byId('filter-none').addEventListener('click', () => { this.words.value = ''; this.#filter(blank()); });
		byId('sort').value = app.place.sort;
		byId('sort').addEventListener('change', () => { app.place.set({ sort: byId('sort').value }); this.#order = null; this.stale(); });
		fields.only.value = filter.only;
		app.store.addEventListener('marks', () => this.stale());
		app.store.addEventListener('session', () => this.stale());
		app.place.addEventListener('place', ({ was }) => was.mark !== app.place.mark && this.#here());
	}
	#filter(values) {
		const { place } = this.app;
		place.set({ filter: { ...place.filter, ...values } });
		this.#order = null;
		this.stale();
		this.app.tell(`${many(this.list().length, 'mark')} listed.`);
	}
	// These marks and no others, as the page's head names them.
	only(values) {
		this.words.value = '';
		this.app.showTab('values');
		this.#filter({ ...blank(), ...values });
	}
	stale() {
		this.#stale = true;
		clearTimeout(this.waiting);
		this.waiting = setTimeout(() => this.show(), 0);
	}
	// From the first decision on groups stay where they stand, though they lose marks, until something else is listed: who
	// goes from one to the next comes by each, and nothing moves under the hand.
	hold() {
		this.list();
		this.#order ??= new Map(this.#groups.map((group, i) => [group.key, i]));
	}
	// The marks that are listed, in the order of the documents.
	list() {
		if (this.#stale)
			this.#make();
		return this.#filtered;
	}
	#make() {
		const { store, place } = this.app, test = markFilter(place.filter, store);
		// what was just decided stays in the list until a person has gone on
		this.#filtered = store.all().filter(mark => test(mark) || mark.key === place.mark);
		this.#groups = groupsOf(this.#filtered, place.sort);
		if (this.#order) {
			for (const { key } of this.#groups)
				if (!this.#order.has(key))
					this.#order.set(key, this.#order.size);
			this.#groups.sort((a, b) => this.#order.get(a.key) - this.#order.get(b.key));
		}
		this.#stale = false;
	}
	show() {
		if (this.#stale)
			this.#make();
		const { app } = this, { filter } = app.place;
		for (const button of byId('filter-state').children)
			button.setAttribute('aria-pressed', button.dataset.state === filter.state);
		for (const name of ['rule', 'code'])
			fillChoice(this.fields[name], name === 'rule' ? 'All rules' : 'All codes', app.store.kinds(name), filter[name]);
		this.fields.only.value = filter.only;
		const filtered = Object.values(filter).some(value => value !== '');
		byId('filter-none').hidden = !filtered;
		byId('tab-values').textContent = filtered ? `Marks (${say(this.#filtered.length)})` : 'Marks';   // n and p keep to them wherever one is
		byId('values-count').textContent = `${many(this.#filtered.length, 'mark')}, ${many(this.#groups.length, 'value')}`;
		byId('values-none').hidden = this.#groups.length > 0;
		this.#flatten();
	}
	#flatten() {
		this.#rows = [];
		for (const group of this.#groups) {
			this.#rows.push({ group });
			if (this.#open.has(group.key))
				for (const mark of group.marks)
					this.#rows.push({ group, mark });
		}
		this.grid.set(this.#rows.length, this.#at());
	}
	#at() {
		const { mark } = this.app.place;
		let at = this.#rows.findIndex(row => row.mark?.key === mark);
		if (at < 0)
			at = this.#rows.findIndex(row => !row.mark && row.group.marks.some(one => one.key === mark));
		return at;
	}
	#here() {
		if (this.app.place.tab === 'values')
			this.grid.activate(this.#at());
	}
	// The marks that A and X decide on with this one: those of its value in all documents, as far as they are listed where it is.
	groupOf(mark) {
		const { place, store } = this.app;
		if (mark.group < 0)
			return [mark];
		return (markFilter(place.filter, store)(mark) ? this.list() : store.all()).filter(one => one.group === mark.group);
	}
	// The first mark behind all of the current one's value.
	behindGroup() {
		const { place } = this.app, here = this.app.current()?.group, order = place.tab === 'values' ? this.#groups.flatMap(group => group.marks) : this.list();
		const at = order.findIndex(mark => mark.key === place.mark);
		return at < 0 || here < 0 ? this.neighbour(1) : order.slice(at + 1).find(mark => mark.group !== here) ?? null;
	}
	// The mark before or behind the current one: by document and place, or as the groups stand when those are shown.
	neighbour(step) {
		const { place, store } = this.app, list = this.list(), grouped = place.tab === 'values';
		const order = grouped ? this.#groups.flatMap(group => group.marks) : list;
		if (!order.length)
			return null;
		const at = order.findIndex(mark => mark.key === place.mark);
		if (at >= 0)
			return order[at + step] ?? null;
		// from where the page is
		const here = order.findIndex(mark => mark.document > place.document || mark.document === place.document && (mark.page || 1) >= place.page);
		return step > 0 ? order[here < 0 ? 0 : here] : order[(here < 0 ? order.length : here) - 1] ?? null;
	}
	#choose(i, how) {
		const { app } = this, row = this.#rows[i];
		if (row.mark)
			app.goTo(row.mark);
		else if (how === 'act') {
			this.#turn(i, !this.#open.has(row.group.key));
			if (!row.group.marks.some(mark => mark.key === app.place.mark))
				app.goTo(row.group.marks[0]);
		}
	}
	#turn(i, open) {
		const { group } = this.#rows[i];
		if (open === this.#open.has(group.key)) {
			if (open)
				this.grid.activate(Math.min(this.#rows.length - 1, i + 1));
			return;
		}
		if (open)
			this.#open.add(group.key);
		else
			this.#open.delete(group.key);
		this.#flatten();
		this.grid.activate(this.#rows.findIndex(row => !row.mark && row.group === group));
	}

	// ---- rows ---------------------------------------------------------------------------------------

	#row({ group, mark }, row) {
		row.setAttribute('aria-level', mark ? 2 : 1);
		if (mark)
			this.#hit(mark, row);
		else
			this.#head(group, row);
	}
	#head(group, row) {
		const { deeds } = this.app, open = this.#open.has(group.key), n = group.marks.length;
		// the second half of a double click would fall on what has come there
		const decide = state => event => event.detail < 2 && deeds.decide(group.marks.filter(mark => !isDone(mark, state)), state);
		row.setAttribute('aria-expanded', open);
		row.classList.add('head');
		const name = group.value ?? `not read yet (${group.rule})`;
		row.append(make('div.cell', { role: 'gridcell' },
			make('span.turn', { 'aria-hidden': 'true' }, open ? '\u25BE' : '\u25B8'),
			make(`span.name${group.value === null ? '.none' : ''}`, { title: group.value ?? '' }, make('bdi', {}, name)),
			make('span.facts', {},
				make('span.tag', {}, [...group.codes].slice(0, 2).join(', ') || 'no code'),
				...group.counts.map((count, state) => count > 0 && make(`span.s${state}`, { title: `${count} ${STATES[state]}` }, `${STATE_SIGNS[state]}${say(count)}`)),
				group.byRule > 0 && make('span', { title: `${many(group.byRule, 'mark')} decided by a rule only, confirmed by nobody` }, group.byRule === n ? 'rule' : `${say(group.byRule)} rule`),
				group.documents.size > 1 && make('span', { title: `in ${many(group.documents.size, 'document')}` }, `${say(group.documents.size)} doc.`))),
		make('div.hands', { role: 'gridcell' },
			make('button', { type: 'button', tabIndex: -1, title: `Accept all ${n}`, 'aria-label': `${n > 1 ? `\u2713 all ${say(n)}` : '\u2713'} of ${name}: accept`, onclick: decide(ACCEPTED) }, n > 1 ? `\u2713 all ${say(n)}` : '\u2713'),
			make('button', { type: 'button', tabIndex: -1, title: `Reject all ${n}`, 'aria-label': `\u2717 all ${say(n)} of ${name}: reject`, onclick: decide(REJECTED) }, '\u2717')));
	}
	#hit(mark, row) {
		const { store, texts } = this.app, document = store.documents[mark.document], text = texts.have(mark.document);
		const parts = mark.kind === BOX ? null : snippetOf(mark, text);
		row.classList.add('hit');
		if (mark.kind !== BOX && !parts && texts.lacks(mark.document, mark.page) && document.state === 'ready')
			this.#want(mark);
		row.append(make('div.cell', { role: 'gridcell' },
			make('span.snippet', { dir: 'auto' }, ...parts ? [shortBefore(parts[0]), make('b', {}, parts[1]), shortAfter(parts[2])] : [make('span.none', {}, mark.kind === BOX ? `Box on page ${mark.page}` : mark.value ?? 'not read yet')]),
			make('span.facts', {}, make(`span.s${mark.state}`, { title: STATES[mark.state] }, `${STATE_SIGNS[mark.state]} ${STATES[mark.state]}${mark.state === PROPOSED ? '' : ` by ${byWhom(mark, store.session)}`}`),
				make('span.tag', {}, mark.code || 'no code'), make('bdi', {}, document.name.slice(document.name.lastIndexOf('/') + 1)), mark.page ? `p. ${mark.page}` : '')));
	}
	// Texts for snippets, when the list has stood still.
	#want({ document, page }) {
		this.wanted ??= new Map();
		this.wanted.set(`${document} ${page}`, [document, page]);
		clearTimeout(this.reading);
		this.reading = setTimeout(() => {
			const wanted = [...this.wanted.values()].slice(-12);
			this.wanted.clear();
			for (const [document, page] of wanted)
				this.app.texts.get(document, page).then(() => this.grid.refresh(), () => {});
		}, 120);
	}
}

function fillChoice(select, all, kinds, value) {
	const name = kinds.map(([kind, n]) => `${kind} ${n}`).join();
	if (select.dataset.filled !== name) {
		select.dataset.filled = name;
		select.replaceChildren(make('option', { value: '' }, all), ...kinds.map(([kind, n]) => make('option', { value: kind }, `${kind} (${say(n)})`)));
	}
	if (value && !kinds.some(([kind]) => kind === value))
		select.append(make('option', { value }, `${value} (0)`));
	select.value = value;
}
