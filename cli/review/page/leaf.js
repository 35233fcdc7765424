// One page in view: its picture at the size it is shown, the words over it, the marks, and beside it its text.

import { fill, make } from './dom.js';
import { drawBoxes } from './boxes.js';
import { drawUnit } from './flow.js';
import { drawWords } from './words.js';
import { isSeen } from './filters.js';

const LEAST = 64, MOST = 6000;   // pixels across that the server draws

export class Leaf {
	#asked = null; #done; #shown = ''; #wordsAt = '';

	constructor(app, document, page, pages) {
		Object.assign(this, { app, document, page });
		this.title = make('p.number', {}, '');
		this.picture = make('img', { alt: `Picture of page ${page}`, draggable: false, hidden: true });
		this.wait = make('p.wait', {}, 'Drawing the page…');
		this.words = make('div.words', { role: 'group', 'aria-label': `Words of page ${page}` });
		this.boxes = make('div.boxes', { role: 'group', 'aria-label': `Marks on page ${page}` });
		this.sheet = make('div.sheet', {}, this.picture, this.wait, this.words, this.boxes);
		this.text = make('div.text', { tabIndex: 0, role: 'region', 'aria-label': `Text of page ${page}`, hidden: true });
		this.element = make('section.leaf', { 'aria-label': `Page ${page} of ${pages}` }, this.title, this.sheet, this.text);
		this.element.dataset.page = page;
		this.shown = new Promise(done => { this.#done = done; });
	}

	// Where it lies and how large it is: points, CSS pixels a point.
	lay(top, left, width, height, scale) {
		Object.assign(this, { width, height, scale });
		this.element.style.transform = `translate(${left}px, ${top}px)`;
		Object.assign(this.sheet.style, { width: `${width * scale}px`, height: `${height * scale}px` });
		Object.assign(this.text.style, { left: `${width * scale + 16}px`, height: `${height * scale}px` });
		this.load();
		this.drawWords();
		this.drawMarks();
	}
	load() {
		const { app, document, page } = this, after = app.place.after;
		const width = Math.min(MOST, Math.max(LEAST, Math.round(this.width * this.scale * devicePixelRatio)));
		const stamp = after ? app.stampOf(document) : 0, name = `${width} ${after} ${stamp}`;
		if (name === this.#shown)
			return;
		this.#shown = name;
		this.#asked?.cancel();
		const asked = this.#asked = app.pictures.get(document, page, width, after, stamp);
		if (asked.now) {
			this.#show(asked.now);
			return;
		}
		this.sheet.setAttribute('aria-busy', 'true');
		asked.promise.then(address => asked === this.#asked && this.#show(address), error => {
			if (asked !== this.#asked || error.name === 'AbortError')
				return;
			this.sheet.removeAttribute('aria-busy');
			this.#shown = '';
			this.wait.hidden = false;
			this.wait.replaceChildren(`This page cannot be shown: ${error.message} `, make('button', { type: 'button', onclick: () => this.load() }, 'Try again'));
		});
	}
	#show(address) {
		this.picture.onload = () => {
			this.picture.hidden = false;
			this.wait.hidden = true;
			this.drawn = true;
			this.#done();
			this.sheet.removeAttribute('aria-busy');
		};
		this.picture.src = address;
	}
	drawWords() {
		const { app, document, page } = this;
		const text = app.texts.have(document), unit = text?.byId.get(`page ${page}`) ?? text?.units.find(one => one.kind === 'page' && one.page === page);
		if (!unit)
			app.sheet.wants(page);
		this.unit = unit;
		const name = unit ? `${unit.id} ${this.scale}` : '';
		if (name === this.#wordsAt)
			return;
		this.#wordsAt = name;
		if (unit)
			drawWords(this.words, unit, this.scale);
		this.element.classList.toggle('dark', Boolean(unit?.unsearchable));
	}
	drawMarks() {
		const { app, document, page } = this, { store, place } = app;
		const marks = store.ofPage(document, page), how = { session: store.session, current: place.mark };
		drawBoxes(this.boxes, marks, page, this.scale, how);
		this.boxes.classList.toggle('small', this.scale < 1);   // CSS pixels a point: lines thin as the letters
		this.boxes.hidden = place.after;
		const said = store.documents[document], seen = isSeen(said, page), dark = said.unsearchable?.includes(page);
		fill(this.title, `Page ${page}`, seen && make('span.seen', {}, '\u2713 seen'), dark && make('span.warn', {}, '\u26A0 not searchable: please read it'));
		this.text.hidden = !place.beside;
		if (place.beside)
			fill(this.text, ...this.unit ? drawUnit(this.unit, marks, how) : [make('p.none', {}, 'The text is being read…')]);
	}
	drop() {
		this.#asked?.cancel();
		this.element.remove();
	}
}
