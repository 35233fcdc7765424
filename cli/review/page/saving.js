// What a person did, on its way into the plan. One request at a time, in order. While the server does not answer,
// actions wait here, are counted on the page, and are sent again; none is forgotten silently.

import { Trouble, WINDOW, get, post, stream } from './api.js';
import { BOX } from './store.js';

const AGAIN = 1500;    // ms until the server is asked again

const same = (a, b) => a.every((n, i) => Math.abs(n - b[i]) < 0.6);

export class Saving extends EventTarget {
	#waiting = [];       // { actions, words, undo, done, failed, sent }
	#running = false;
	#stream = null;
	lost = false;        // the server does not answer
	ended = false;       // and said goodbye before

	constructor(store) {
		super();
		this.store = store;
	}
	get pending() { return this.#waiting.length; }
	get pendingWords() { return this.#waiting.map(one => one.words).filter(Boolean); }

	// Resolves when it is in the plan; rejects with Trouble when the server refused it.
	act(actions, words = '') {
		return this.#push({ actions, words });
	}
	undo() { return this.#push({ undo: true, words: 'undo' }); }
	markHits(asked, words) { return this.#push({ hits: asked, words }); }

	#push(one) {
		return new Promise((done, failed) => {
			this.#waiting.push({ ...one, done, failed });
			this.#tell();
			this.#pump();
		});
	}
	#tell() { this.dispatchEvent(new Event('saving')); }

	async #pump() {
		if (this.#running || this.lost)
			return;
		this.#running = true;
		while (this.#waiting.length && !this.lost) {
			const one = this.#waiting[0];
			try {
				one.sent = true;
				const answer = one.undo ? await post('undo', { window: WINDOW })
					: one.hits ? await post('mark-hits', { window: WINDOW, ...one.hits })
					: await post('act', { window: WINDOW, actions: one.actions });
				this.#waiting.shift();
				one.done(answer);
			} catch (error) {
				if (error instanceof Trouble && error.status === 0) {
					this.#running = false;
					this.#loose();
					return;
				}
				this.#waiting.shift();
				one.failed(error);
				this.reload().catch(() => {});
			}
			this.#tell();
		}
		this.#running = false;
	}

	// Fresh from the server: everything that may have changed meanwhile.
	async reload() {
		const [session, { documents }, marks] = await Promise.all([get('session'), get('documents'), get('marks')]);
		this.store.setSession(session);
		this.store.setDocuments(documents);
		this.store.setMarks(marks);
	}

	// ---- what other windows and the server do -----------------------------------------------------

	listen() {
		this.#stream?.close();
		this.#stream = stream(this.store.revision, {
			change: change => {
				this.store.change(change);
				// pages that somebody looks at are no news
				if (change.by && change.by !== WINDOW && (change.marks?.length || change.gone?.length))
					this.dispatchEvent(new Event('others'));
			},
			search: () => this.dispatchEvent(new Event('search')),
			bye: () => { this.ended = true; this.#loose(); },
			lost: () => this.#loose(),
		});
	}
	#loose() {
		this.#stream?.close();
		if (this.lost)
			return;
		this.lost = true;
		this.#tell();
		this.#return();
	}
	async #return() {
		while (this.lost) {
			try {
				await this.reload();
			} catch {
				await new Promise(go => setTimeout(go, AGAIN));
				continue;
			}
			this.lost = this.ended = false;
		}
		// the answer may have been lost, not the question
		for (const one of [...this.#waiting])
			if (one.sent && (one.undo || one.actions?.every(action => this.#isDone(action)))) {
				this.#waiting.splice(this.#waiting.indexOf(one), 1);
				one.done({ revision: this.store.revision, undone: 0, unsure: one.undo });
			}
		this.listen();
		this.#tell();
		this.dispatchEvent(new Event('back'));
		this.#pump();
	}
	#isDone(action) {
		const { store } = this, marks = () => action.marks.map(([document, id]) => store.find(document, id));
		const drawn = page => store.ofPage(action.document, page).filter(mark => mark.kind === BOX);
		switch (action.do) {
		case 'state': return marks().every(mark => mark?.state === action.state);
		case 'code': return marks().every(mark => mark?.code === action.code && mark.reason === action.reason);
		case 'note': return marks().every(mark => mark?.note === action.note);
		case 'approve': return marks().every(mark => mark?.approvedBy);
		case 'delete': return marks().every(mark => !mark);
		case 'move': return same(action.box, store.find(...action.mark)?.boxes[0] ?? [NaN]);
		case 'box': return action.pages.every(page => drawn(page).some(mark => same(action.box, mark.boxes[0])));
		case 'text': return store.ofDocument(action.document).some(mark => mark.unit === action.unit && mark.beg === action.beg && mark.end === action.end);
		case 'withhold': return Boolean(store.documents[action.document]?.withheld);
		case 'release': return !store.documents[action.document]?.withheld;
		default: return false;
		}
	}
}
