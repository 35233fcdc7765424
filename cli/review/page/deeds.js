// What a person can do to marks, and what is said about it.

import { many, rangeOf, STATES } from './dom.js';
import { ask } from './ask.js';
import { postBytes } from './api.js';
import { ACCEPTED, BOX, REJECTED, isConfirmed, isDone, isOwn, ownBox } from './store.js';

const valueOf = mark => mark.kind === BOX ? `box on page ${mark.page}` : mark.value || 'text';
const names = marks => marks.map(mark => [mark.document, mark.id]);

export class Deeds {
	pen = null;    // { code, reason } of new marks

	constructor(app) { this.app = app; }

	get #pen() { return this.pen ?? this.app.store.session.codes[0] ?? { code: '', reason: '' }; }
	penCode() { return this.#pen; }
	setPen(code) {
		this.pen = code;
		this.app.tell(`New marks get the code ${code.code}${code.reason ? `, ${code.reason}` : ''}.`);
		this.app.place.set({});
	}

	// Sends; says what was done; a refusal is shown and nothing else happens.
	async #do(actions, said, also) {
		const { app } = this;
		if (!await this.#named())
			return false;
		also?.();
		try {
			await app.saving.act(actions, said);
			app.tell(said);
			return true;
		} catch (error) {
			app.complain(error);
			return false;
		}
	}
	// Nothing is decided by nobody.
	async #named() {
		const { store, saving } = this.app;
		return store.session.reviewer !== '' || await this.askName() !== null && store.session.reviewer !== '' && saving !== null;
	}
	async askName() {
		const { store, saving } = this.app;
		const said = await ask({ title: 'Who is reviewing?', text: 'Your name is written beside every decision: in the plan and in the redaction log.',
			fields: [{ name: 'name', label: 'Name', value: store.session.reviewer, required: true, check: name => name ? '' : 'Please type your name.' }], yes: 'Begin' });
		if (!said)
			return null;
		try {
			await saving.act([{ do: 'reviewer', name: said.name }]);
			store.setSession({ ...store.session, reviewer: said.name });
		} catch (error) {
			this.app.complain(error);
			return null;
		}
		return said.name;
	}

	decide(marks, state) {
		const { store } = this.app, { reviewer } = store.session;
		if (!marks.length) {
			this.app.tell(`A person has ${STATES[state]} all of them already.`);
			return false;
		}
		// what a rule had decided the same way is confirmed, what another person had is approved
		const did = marks.every(mark => mark.state === state) ? marks.every(mark => !isConfirmed(mark)) ? 'confirmed' : 'approved' : STATES[state];
		const what = marks.length === 1 ? `${did[0].toUpperCase()}${did.slice(1)}: ${valueOf(marks[0])}` : `${many(marks.length, 'mark')} ${did}`;
		this.app.values.hold();
		return this.#do([{ do: 'state', marks: names(marks), state }], `${what}.`, () => {
			const fresh = marks.filter(mark => !isDone(mark, state));
			store.expect(fresh, { state, by: store.session.reviewer || reviewer, at: new Date().toISOString(), approvedBy: '', approvedAt: '' });
		});
	}
	// Decides on the current mark and goes on to the next one.
	decideHere(state) {
		const { app } = this, mark = app.current();
		if (!mark)
			return app.tell('No mark is chosen: n goes to the next one.');
		const next = app.rail.neighbour(1);
		this.#decideAndGoOn([mark], state, mark, next);
	}
	async #decideAndGoOn(marks, state, mark, next) {
		if (!await this.#named())
			return;
		this.decide(marks, state);
		this.#advance(mark, next);
	}
	#advance(mark, next) {
		const { app } = this;
		if (app.place.mark !== mark.key)
			return;
		if (next)
			app.goTo(next);
		else
			app.tell('That was the last mark of the list.');
	}
	decideGroup(state) {
		const { app } = this, mark = app.current();
		if (!mark)
			return app.tell('No mark is chosen: n goes to the next one.');
		const marks = app.rail.groupOf(mark).filter(one => !isDone(one, state));
		return this.#decideAndGoOn(marks, state, mark, app.values.behindGroup());
	}
	accept() { return this.decideHere(ACCEPTED); }
	reject() { return this.decideHere(REJECTED); }

	code(code) {
		const mark = this.app.current();
		this.pen = code;
		if (!mark)
			return this.setPen(code);
		this.app.store.expect([mark], { code: code.code, reason: code.reason });
		return this.#do([{ do: 'code', marks: names([mark]), code: code.code, reason: code.reason }], `Code ${code.code}, ${code.reason || 'no reason'}.`);
	}
	codeGroup(code, marks) {
		return this.#do([{ do: 'code', marks: names(marks), code: code.code, reason: code.reason }], `Code ${code.code} for ${many(marks.length, 'mark')}.`);
	}
	async askCode(marks) {
		const { store } = this.app, mark = marks?.[0];
		const said = await ask({ title: marks ? `Code of ${many(marks.length, 'mark')}` : 'Code of new marks',
			fields: [{ name: 'code', label: 'Code', value: mark?.code ?? this.#pen.code, required: true, list: store.kinds('code').map(([code]) => code), check: code => code ? '' : 'Please type a code.' },
				{ name: 'reason', label: 'Reason', value: mark?.reason ?? this.#pen.reason, hint: 'As it stands in the log and on the box, if codes do.' }], yes: 'Set the code' });
		if (!said)
			return;
		this.pen = said;
		if (marks)
			this.codeGroup(said, marks);
		else
			this.setPen(said);
	}
	note(mark, note) {
		if (note !== mark.note)
			this.#do([{ do: 'note', marks: names([mark]), note }], 'Note saved.');
	}
	approve() {
		const mark = this.app.current();
		return mark && this.#do([{ do: 'approve', marks: names([mark]) }], 'Approved.');
	}
	approveGroup(marks) { return this.#do([{ do: 'approve', marks: names(marks) }], `${many(marks.length, 'mark')} approved.`); }

	// ---- marks of one's own -------------------------------------------------------------------------

	box(document, pages, box) {
		const { code, reason } = this.#pen;
		return this.#do([{ do: 'box', document, pages, box, code, reason }], pages.length === 1 ? `Box drawn on page ${pages[0]}.` : `Box drawn on ${many(pages.length, 'page')}.`);
	}
	move(mark, box) {
		this.app.store.expect([mark], { boxes: [box] });
		return this.#do([{ do: 'move', mark: [mark.document, mark.id], box }], 'Box moved.');
	}
	remove() {
		const { app } = this, mark = app.current();
		if (!mark)
			return;
		const next = app.rail.neighbour(1) ?? app.rail.neighbour(-1);
		this.#do([{ do: 'delete', marks: names([mark]) }], isOwn(mark) ? `${ownBox(mark) ? 'Box' : 'Mark'} deleted.` : 'A rule found this one: it is rejected, not deleted.',
			() => isOwn(mark) && app.place.set({ mark: next?.document === mark.document ? next.key : null }));
	}
	async repeat(mark) {
		const { app } = this, { pages } = app.store.documents[mark.document];
		const said = await ask({ title: 'Repeat this box', text: `The same box, code and reason on other pages of this document, which has ${pages}.`,
			fields: [{ name: 'pages', label: 'Pages', value: `${Math.min(pages, mark.page + 1)}-${pages}`, hint: 'As 3-12 or 2,5,9-11.', check: text => rangeOf(text, pages) ? '' : `Please type pages from 1 to ${pages}, as 3-12.` }], yes: 'Repeat' });
		const list = said && rangeOf(said.pages, pages).filter(page => page !== mark.page);
		if (list?.length)
			this.#do([{ do: 'box', document: mark.document, pages: list, box: mark.boxes[0], code: mark.code, reason: mark.reason }], `Box repeated on ${many(list.length, 'page')}.`);
	}
	selection() {
		const { app } = this;
		if (!app.selected.length)
			app.tell('Select words first: drag over them on the page or in the text.');
		else {
			const { code, reason } = this.#pen, chosen = app.selected;
			this.#do(chosen.map(({ unit, beg, end }) => ({ do: 'text', document: app.place.document, unit, beg, end, code, reason })),
				chosen.length === 1 ? 'The selected words are marked.' : `The selected words are marked, in ${chosen.length} parts.`, () => getSelection().removeAllRanges());
		}
	}
	wholePage() {
		const { app } = this, { document, page } = app.place;
		if (app.sheet.flowing)
			return app.tell('This document has no pages of its own: select its words, or withhold it.');
		return this.#do([{ do: 'page', document, pages: [page] }], `The whole of page ${page} is marked.`);
	}
	except() {
		const { app } = this, { document } = app.place, chosen = app.selected;
		if (!chosen.length) {
			if (app.sheet.flowing)
				app.tell('Select first what is to stay.');
			else
				app.draw.begin('except');
			return;
		}
		const text = app.texts.have(document), page = text?.byId.get(chosen[0].unit)?.page ?? app.place.page;
		this.#do([{ do: 'except', document, page, keep: chosen, boxes: [], ...this.#pen }], app.sheet.flowing ? 'Everything in the document but the selection is marked, headers, notes and pictures too.' : `Everything on page ${page} but the selection is marked.`,
			() => getSelection().removeAllRanges());
	}
	exceptBox(document, page, box) {
		return this.#do([{ do: 'except', document, page, keep: [], boxes: [box], ...this.#pen }], `Everything on page ${page} but the box is marked.`);
	}

	// ---- documents ----------------------------------------------------------------------------------

	async withhold() {
		const { app } = this, said = app.store.documents[app.place.document];
		const answer = await ask({ title: 'Withhold this document', text: 'It will not be produced: a slip sheet with the code takes its place.',
			fields: [{ name: 'code', label: 'Code', value: this.#pen.code, required: true, list: app.store.session.codes.map(one => one.code), check: code => code ? '' : 'Please type a code.' },
				{ name: 'reason', label: 'Reason', value: this.#pen.reason }], yes: 'Withhold it' });
		if (answer)
			this.#do([{ do: 'withhold', document: said.id, ...answer }], 'The document is withheld.');
	}
	release() { return this.#do([{ do: 'release', document: this.app.place.document }], 'The document is released: its marks count again.'); }

	async undo() {
		const { app } = this;
		try {
			const { undone, unsure, left } = await app.saving.undo();
			app.tell(unsure ? 'The connection was lost while undoing: please look whether it was done.' : undone ? `Undone: ${many(undone, 'change')}.${left ? ` ${many(left, 'change')} stayed: somebody else has changed it since.` : ''}` : 'Nothing of this window is left to undo.');
		} catch (error) {
			app.complain(error);
		}
	}
	async import(file) {
		const { app } = this;
		try {
			await postBytes(`import?document=${app.place.document}`, file);
			app.tell('The marks of the file are here.');
		} catch (error) {
			app.complain(error);
		}
	}
	markHits(asked) {
		const { code, reason } = this.#pen;
		return this.#named().then(named => named && this.app.saving.markHits({ ...asked, code, reason }, 'mark all hits')
			.then(() => { this.app.tell('All hits are marked.'); return true; }, error => { this.app.complain(error); return false; }));
	}
}
