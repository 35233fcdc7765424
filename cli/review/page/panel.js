// At the right: the current mark, the code of new marks, the document.

import { byId, fill, make, many, say, STATES, STATE_SIGNS, when } from './dom.js';
import { hueOf } from './boxes.js';
import { seenCount } from './filters.js';
import { ACCEPTED, BOX, LOW, PROPOSED, REJECTED, byOcr, isConfirmed, isDone, isOwn, isPerson, ownBox, ruleOf } from './store.js';
import { snippetOf } from './texts.js';
import { whoOf } from './tip.js';

const button = (name, key, onclick, more = {}) => make(`button${more.main ? '.main' : ''}`, { type: 'button', onclick, ...more.with_ }, name, key && make('kbd', { 'aria-hidden': 'true' }, key));

export class Panel {
	#shown = null; #draft = null; #pressed = false;

	constructor(app) {
		this.app = app;
		const show = () => this.show();
		app.place.addEventListener('place', show);
		app.store.addEventListener('marks', show);
		app.store.addEventListener('documents', show);
		app.store.addEventListener('session', show);
		// what is pressed is still there when it is let go
		byId('mark').parentElement.addEventListener('pointerdown', () => { this.#pressed = true; });
		for (const end of ['pointerup', 'pointercancel'])
			addEventListener(end, () => {
				if (this.#pressed) {
					this.#pressed = false;
					show();
				}
			});
	}
	show() {
		cancelAnimationFrame(this.frame);
		this.frame = requestAnimationFrame(() => {
			if (this.#pressed)
				return;
			this.#mark();
			this.#pen();
			this.#document();
		});
	}

	#mark() {
		const { app } = this, box = byId('mark'), mark = app.current();
		if (!mark) {
			this.#shown = null;
			fill(box, make('h2.value.none', {}, 'No mark chosen'), make('p.nothing', {}, 'Press ', make('kbd', {}, 'n'), ' for the next one, or click on a box.'));
			return;
		}
		// what is being typed into the note stays
		const typing = document.activeElement?.id === 'note' && this.#shown === mark.key;
		const draft = typing ? byId('note').value : mark.note, at = typing ? byId('note').selectionStart : 0;
		const focused = box.contains(document.activeElement) ? document.activeElement.dataset.deed : null;
		this.#shown = mark.key;
		const { deeds, store } = app, group = app.rail.groupOf(mark), own = ownBox(mark);
		const parts = mark.kind === BOX ? null : snippetOf(mark, app.texts.have(mark.document));
		const note = make('textarea', { id: 'note', rows: 2, value: draft, placeholder: 'For colleagues; never leaves with the output', onchange: event => deeds.note(mark, event.target.value.trim()) });
		note.addEventListener('keydown', event => {
			if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) || event.key === 'Escape') {
				event.preventDefault();
				note.blur();
			}
		});
		const me = store.session.reviewer;
		const deed = (name, element) => { element.dataset.deed = name; return element; };
		fill(box, 
			make('h2.value', { dir: 'auto' }, mark.kind === BOX ? `Box on page ${mark.page}` : parts?.[1] || mark.value || (mark.value === null ? 'Not read yet' : 'Text')),
			parts && make('p.context', { dir: 'auto' }, '…', parts[0], make('mark', { className: `s${mark.state} h${hueOf(mark.code, store.session)}` }, parts[1]), parts[2], '…'),
			make('p.state', {}, make(`strong.s${mark.state}`, {}, `${STATE_SIGNS[mark.state]} ${STATES[mark.state][0].toUpperCase()}${STATES[mark.state].slice(1)}`), mark.state !== PROPOSED && ` by ${whoOf(mark, store.session)}`),
			mark.state !== PROPOSED && !isConfirmed(mark) && make('p.state.warn', {}, 'No person has confirmed it yet.'),
			mark.approvedBy && make('p.state', {}, make('strong.s1', {}, '\u2713 Approved'), ` by ${mark.approvedBy}, ${when(mark.approvedAt)}`),
			make('div.row.decide', {},
				deed('accept', button(mark.state === ACCEPTED && !isConfirmed(mark) ? 'Confirm' : 'Accept', 'a', () => deeds.accept(), { main: !isDone(mark, ACCEPTED), with_: { 'aria-pressed': String(isDone(mark, ACCEPTED)) } })),
				deed('reject', button('Reject', 'x', () => deeds.reject(), { with_: { 'aria-pressed': String(isDone(mark, REJECTED)) } })),
				mark.state !== PROPOSED && !mark.approvedBy && isPerson(mark.by) && mark.by !== me && deed('approve', button('Approve', 'v', () => deeds.approve()))),
			group.length > 1 && make('div.row', {},
				deed('all', button(`Accept all ${say(group.length)}`, 'A', () => deeds.decideGroup(ACCEPTED))),
				deed('none', button('Reject all', 'X', () => deeds.decideGroup(REJECTED)))),
			make('dl.facts', {}, ...[
				['Rule', ruleOf(mark)],
				['Code', mark.code || 'none'],
				['Reason', mark.reason || make('span.warn', {}, 'none given')],
				!isOwn(mark) && mark.kind !== BOX && ['Confidence', make(mark.rank < LOW ? 'span.warn' : 'span', {}, `${mark.rank} of 100`)],
				mark.shows && ['Stays to be read', mark.shows],
				['Where', `${mark.page ? `page ${mark.page}` : mark.unit}${byOcr(mark) ? ', read by OCR' : ''}`],
			].filter(Boolean).flatMap(([name, value]) => [make('dt', {}, name), make('dd', { dir: 'auto' }, value)])),
			make('div.row', {}, deed('code', button('Other code…', '', () => deeds.askCode([mark]))),
				group.length > 1 && deed('codes', button(`Code of all ${say(group.length)}…`, '', () => deeds.askCode(group))),
				own && mark.boxes.length === 1 && app.store.documents[mark.document].pages > 1 && deed('repeat', button('Repeat on pages…', '', () => deeds.repeat(mark))),
				isOwn(mark) && deed('delete', button('Delete', 'Del', () => deeds.remove()))),
			make('label', { htmlFor: 'note' }, 'Note'), note);
		if (typing) {
			note.focus();
			note.setSelectionRange(at, at);
		} else if (focused) {
			box.querySelector(`[data-deed="${focused}"]`)?.focus();
		}
	}

	#pen() {
		const { app } = this, { codes } = app.store.session, pen = app.deeds.penCode(), box = byId('pen');
		const name = JSON.stringify([codes, pen]);
		if (box.dataset.shown === name)
			return;
		box.dataset.shown = name;
		const own = !codes.some(one => one.code === pen.code);
		fill(box, make('h2', {}, 'Codes'), make('p.hint', {}, 'A digit sets the code of the mark, and of what you mark next.'),
			make('ul.codes', {}, ...[...codes, ...own && pen.code ? [pen] : []].map((one, i) => make('li', {},
				make(`button.code.h${hueOf(one.code, app.store.session)}`, { type: 'button', title: one.reason, 'aria-pressed': String(one.code === pen.code), onclick: () => app.deeds.code(one) },
					make('kbd', { 'aria-hidden': 'true' }, i < 9 && i < codes.length ? i + 1 : '\u00B7'), make('b', {}, one.code), make('span', {}, one.reason || 'no reason'))))),
			make('button', { type: 'button', onclick: () => app.deeds.askCode(null) }, 'Another code…'));
	}

	#document() {
		const { app } = this, said = app.store.documents[app.place.document], box = byId('document');
		if (!said)
			return;
		const { withheld, unsearchable = [] } = said, seen = seenCount(said);
		const name = JSON.stringify(said);
		if (box.dataset.shown === name)
			return;
		box.dataset.shown = name;
		fill(box, make('h2', {}, 'Document'),
			make('p.title', {}, make('bdi', {}, said.name)),
			withheld && make('p.held', {}, make('strong', {}, 'Withheld'), `: ${withheld.code} ${withheld.reason}${withheld.by ? `, by ${withheld.by}, ${when(withheld.at)}` : ''}. A slip sheet takes its place.`),
			make('p.hint', {}, said.pages ? `${say(seen)} of ${many(said.pages, 'page')} seen. A page counts as seen after a second in view.` : `${seen ? 'Seen.' : 'Not seen yet.'} It counts as seen when all of it was in view.`),
			unsearchable.length > 0 && !said.pages && make('p.warn', {}, `\u26A0 ${many(unsearchable.length, 'picture')} in it cannot be searched: please look at the document itself.`),
			unsearchable.length > 0 && said.pages > 0 && make('p.warn', {}, `\u26A0 Cannot be searched, please read: ${unsearchable.length > 6 ? `${unsearchable.length} pages, first ` : 'page '}`,
				...unsearchable.slice(0, 6).map(page => make('button.link', { type: 'button', onclick: () => app.open(said.id, page) }, page))),
			make('div.row', {},
				withheld ? button('Release', '', () => app.deeds.release()) : button('Withhold…', '', () => app.deeds.withhold()),
				make('a.button', { href: `api/export/${said.id}`, download: `${said.name.slice(said.name.lastIndexOf('/') + 1)}.xfdf` }, 'Export XFDF'),
				button('Import XFDF…', '', () => byId('import').click())));
	}
}
