// Documents and marks as the server last told them, in the order of reading.

export const BOX = 1;
export const PROPOSED = 0, ACCEPTED = 1, REJECTED = 2;
const LAST = 1e9;         // of a document: what stands on no page
export const LOW = 70;   // of 100: a rule that is less sure than this

export const keyOf = (document, id) => document * 0x1000000 + id;
// What a person made: boxes can be moved, and both can be deleted.
export const isOwn = mark => mark.rule === 'box' || mark.rule === 'words';
export const ownBox = mark => mark.rule === 'box' && mark.kind === BOX;
export const ruleOf = mark => ({ box: 'drawn by hand', words: 'marked by hand' })[mark.rule] ?? mark.rule;
// Who decided without having looked at the mark. A list of exceptions is a person's word about its phrases.
const NOBODY = new Set(['', 'rule', 'command line']);
export const isPerson = by => !NOBODY.has(by);
export const isConfirmed = mark => mark.state !== PROPOSED && (isPerson(mark.by) || mark.approvedBy !== '');
export const isDone = (mark, state) => mark.state === state && isConfirmed(mark);
export const byOcr = mark => mark.unit.endsWith(' in pixels');

// One literal, so that all marks are of one shape: there are many.
function markOf([document, id, kind, state, rule, code, reason, rank, page, unit, beg, end, boxes, by, at, note, approvedBy, approvedAt, value, group, shows, rest]) {
	return { key: keyOf(document, id), document, id, kind, state, rule, code, reason, rank, page, unit, beg, end, boxes: boxes ?? [], by, at,
		note: note ?? '', approvedBy, approvedAt, value, group, shows, rest: rest ?? null, line: 0, left: 0, turn: 0 };
}

export class Store extends EventTarget {
	session = { codes: [], reviewer: '', plan: '' };
	documents = [];          // by id
	marks = new Map();       // by key
	revision = 0;
	#rooms = new Map();      // document -> { sorted: marks or null, units: order in which units came }
	#all = null;

	setSession(session) {
		this.session = session;
		this.dispatchEvent(new Event('session'));
	}
	setDocuments(documents) {
		this.documents = [];
		for (const document of documents)
			this.documents[document.id] = document;
		this.dispatchEvent(new Event('documents'));
	}
	setMarks({ revision, marks }) {
		this.revision = revision;
		this.marks = new Map();
		this.#rooms = new Map();
		for (const row of marks)
			this.#put(row);
		this.#tell(null);
	}

	// What another window or this one did.
	change({ revision, marks = [], gone = [], documents = [] }) {
		const touched = new Set();
		for (const row of marks) {
			this.#put(row);
			touched.add(row[0]);
		}
		for (const [document, id] of gone) {
			const room = this.#room(document);
			this.marks.delete(keyOf(document, id));
			room.marks.delete(keyOf(document, id));
			room.sorted = null;
			touched.add(document);
		}
		for (const document of documents) {
			this.documents[document.id] = document;
			touched.add(document.id);
		}
		this.revision = Math.max(this.revision, revision);
		if (documents.length)
			this.dispatchEvent(new Event('documents'));
		this.#tell(touched);
	}

	// Shown at once, before the server has said that it is saved.
	expect(marks, values) {
		for (const mark of marks)
			Object.assign(mark, values);
		this.#tell(new Set(marks.map(mark => mark.document)));
	}

	#tell(touched) {
		this.#all = null;
		this.dispatchEvent(Object.assign(new Event('marks'), { touched }));
	}
	#room(document) {
		let room = this.#rooms.get(document);
		if (!room)
			this.#rooms.set(document, room = { marks: new Map(), sorted: null, units: new Map() });
		return room;
	}
	#put(row) {
		const key = keyOf(row[0], row[1]), old = this.marks.get(key);
		const mark = old ? Object.assign(old, markOf(row)) : markOf(row);
		const room = this.#room(mark.document);
		if (!room.units.has(mark.unit))
			room.units.set(mark.unit, room.units.size);
		this.marks.set(key, mark);
		room.marks.set(key, mark);
		room.sorted = null;
	}

	ofDocument(document) {
		const room = this.#rooms.get(document);
		if (!room)
			return [];
		if (!room.sorted) {
			// by page, then by lines of some points: boxes of one line differ a little in height
			for (const mark of room.marks.values()) {
				const [x, y, , h] = mark.page && mark.boxes[0] || [0, 0, 0, 0];
				mark.line = Math.round((y + h) / 4);
				mark.left = x;
				mark.turn = room.units.get(mark.unit);
			}
			room.sorted = [...room.marks.values()].sort((a, b) => (a.page || LAST) - (b.page || LAST) || a.line - b.line || a.left - b.left ||
				a.turn - b.turn || a.beg - b.beg || a.id - b.id);
		}
		return room.sorted;
	}
	ofPage(document, page) {
		return this.ofDocument(document).filter(mark => mark.page === page || mark.rest?.[0] === page);
	}
	// Every mark in the order of documents and places.
	all() {
		if (!this.#all) {
			this.#all = [];
			for (const document of this.documents)
				if (document)
					for (const mark of this.ofDocument(document.id))
						this.#all.push(mark);
		}
		return this.#all;
	}
	find(document, id) { return this.marks.get(keyOf(document, id)); }

	// How many marks nobody has decided, and how many nobody but a rule has accepted.
	tally() {
		let open = 0, byRule = 0;
		for (const mark of this.marks.values())
			if (mark.state === PROPOSED)
				open++;
			else if (mark.state === ACCEPTED && !isConfirmed(mark))
				byRule++;
		return { open, byRule };
	}
	// Which codes and rules there are, for the filters.
	kinds(field) {
		const counts = new Map();
		for (const mark of this.marks.values())
			if (mark[field])
				counts.set(mark[field], (counts.get(mark[field]) ?? 0) + 1);
		return [...counts].sort((a, b) => b[1] - a[1]);
	}
}
