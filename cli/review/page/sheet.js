// The middle: the pages of a document one under the other, of which only those near the view exist; or its flowing text.

import { byId, make, onceAFrame } from './dom.js';
import { isBad } from './filters.js';
import { Flow, isAside } from './flow.js';
import { Leaf } from './leaf.js';

const GAP = 34, EDGE = 20;          // CSS pixels
const LETTER = [612, 792];          // until the sizes are known
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4, 6];
const CSS_POINT = 96 / 72;          // CSS pixels of a point at 100 %

export class Sheet {
	#leaves = new Map(); #tops = []; #sizes = []; #scale = 1; #document = -1; #moving = 0;

	constructor(app) {
		this.app = app;
		this.root = byId('middle');
		this.all = byId('pages');
		this.flow = new Flow(byId('flow'), this.root);
		this.draw = onceAFrame(() => this.#draw());
		this.root.addEventListener('scroll', () => { this.draw(); this.#follow(); }, { passive: true });
		new ResizeObserver(onceAFrame(() => this.layout())).observe(this.root);
		app.place.addEventListener('place', ({ was, how, values }) => this.#placed(was, how, values));
		app.store.addEventListener('marks', ({ touched }) => {
			if (!touched || touched.has(this.#document))
				this.redraw();
		});
		app.store.addEventListener('documents', () => this.#open());
	}
	get flowing() { return this.said && !this.said.pages; }
	get said() { return this.app.store.documents[this.#document]; }
	get scale() { return this.#scale; }
	get leaves() { return this.#leaves; }
	leafOf(element) { return this.#leaves.get(Number(element.closest?.('.leaf')?.dataset.page)); }

	// ---- a document ---------------------------------------------------------------------------------

	#open(force) {
		const { app } = this, id = app.place.document, said = app.store.documents[id];
		if (!said)
			return;
		const pages = isBad(said) ? 0 : said.pages;
		if (!force && id === this.#document && this.#sizes.length === pages)
			return;
		const text = app.texts.have(id);
		if (id !== this.#document || isBad(said)) {
			this.#clear();
			this.root.scrollTo(0, 0);
		}
		this.#document = id;
		this.#sizes = Array.from({ length: pages }, (_, i) => text?.pages[i] ?? LETTER);
		this.layout();
		this.#drawFlow();
		if (!text && !isBad(said))
			app.texts.get(id, app.place.page, true).then(() => this.#texted(id), error => {
				if (id === this.#document)
					this.#sayFlow(`The text cannot be shown: ${error.message}`);
			});
	}
	#texted(id) {
		if (id !== this.#document)
			return;
		this.#open(true);
		this.redraw();
		if (this.#wanted)
			this.reveal(this.#wanted);
	}
	// The words of pages that came into view, of a long document.
	wants(page) {
		const { app } = this, id = this.#document;
		if (app.texts.have(id) && app.texts.lacks(id, page))
			app.texts.get(id, page, true).then(() => id === this.#document && this.redraw(), () => {});
	}
	#clear() {
		for (const leaf of this.#leaves.values())
			leaf.drop();
		this.#leaves.clear();
		this.flow.clear();
	}

	layout() {
		if (!this.said)
			return;
		const { place } = this.app, room = this.root.clientWidth - 2 * EDGE;
		const widest = Math.max(1, ...this.#sizes.map(([w]) => w));
		const was = this.#anchor();
		this.#scale = place.zoom ? place.zoom * CSS_POINT : Math.max(0.2, Math.min(2.2, (place.beside ? (room - 16) / 2 : room) / widest));
		this.flow.root.style.setProperty('--zoom', place.zoom || 1);
		const text = place.beside ? Math.max(260, room - 16 - widest * this.#scale) : 0;
		this.root.style.setProperty('--text', `${text}px`);
		this.#tops = [];
		let top = GAP;
		for (const [, h] of this.#sizes) {
			this.#tops.push(top);
			top += h * this.#scale + GAP;
		}
		this.all.style.height = this.#sizes.length ? `${top}px` : '0';
		this.all.style.width = `${Math.max(room + 2 * EDGE, widest * this.#scale + (text ? text + 16 : 0) + 2 * EDGE)}px`;
		this.#left = w => Math.max(EDGE, (Math.max(room + 2 * EDGE, widest * this.#scale + (text ? text + 16 : 0) + 2 * EDGE) - w * this.#scale - (text ? text + 16 : 0)) / 2);
		for (const leaf of this.#leaves.values())
			this.#lay(leaf);
		if (was)
			this.root.scrollTop = this.#tops[was.page - 1] + was.part * this.#sizes[was.page - 1][1] * this.#scale - was.below;
		this.draw();
		this.app.tell?.('zoom');
	}
	#left = () => EDGE;
	// What is at the middle of the view, so that zooming keeps it there.
	#anchor() {
		if (!this.#tops.length || !this.#sizes.length || this.#tops.length !== this.#sizes.length)
			return null;
		const below = this.root.clientHeight / 3, y = this.root.scrollTop + below, page = this.#pageAt(y);
		return { page, below, part: (y - this.#tops[page - 1]) / (this.#sizes[page - 1][1] * this.#scale) };
	}
	#pageAt(y) {
		let low = 0, high = this.#tops.length - 1;
		while (low < high) {
			const middle = low + high + 1 >> 1;
			if (this.#tops[middle] - GAP <= y)
				low = middle;
			else
				high = middle - 1;
		}
		return low + 1;
	}
	#lay(leaf) {
		const [w, h] = this.#sizes[leaf.page - 1];
		leaf.lay(this.#tops[leaf.page - 1], this.#left(w), w, h, this.#scale);
	}

	// The first page is asked for before anything else is.
	drawNow() {
		this.layout();
		this.#draw();
	}
	firstDrawn() { return this.#leaves.get(this.app.place.page)?.shown ?? Promise.resolve(); }
	#draw() {
		if (!this.#tops.length)
			return;
		const { scrollTop, clientHeight } = this.root;
		const from = this.#pageAt(scrollTop - clientHeight / 2), to = this.#pageAt(scrollTop + 1.5 * clientHeight);
		for (const [page, leaf] of this.#leaves)
			if (page < from || page > to) {
				leaf.drop();
				this.#leaves.delete(page);
			}
		for (let page = from; page <= to; page++)
			if (!this.#leaves.has(page)) {
				const leaf = new Leaf(this.app, this.#document, page, this.#sizes.length);
				this.#leaves.set(page, leaf);
				const next = [...this.#leaves.keys()].filter(n => n > page).sort((a, b) => a - b)[0];
				this.all.insertBefore(leaf.element, next ? this.#leaves.get(next).element : null);
				this.#lay(leaf);
			}
	}
	redraw = onceAFrame(() => {
		for (const leaf of this.#leaves.values()) {
			leaf.drawWords();
			leaf.drawMarks();
			leaf.load();
		}
		this.#drawFlow();
	});

	// ---- flowing text, and what stands on no page ---------------------------------------------------

	#drawFlow() {
		const { app } = this, { store, place } = app, text = app.texts.have(this.#document);
		this.root.classList.toggle('flowing', Boolean(this.flowing));
		if (isBad(this.said)) {
			this.#sayFlow('There is nothing to show of it. Its marks stay in the plan as they are.');
			return;
		}
		if (!text) {
			this.#sayFlow(this.flowing ? 'The text is being read…' : '');
			return;
		}
		const marks = store.ofDocument(this.#document), how = { session: store.session, current: place.mark };
		const marked = place.beside ? null : new Set(marks.map(mark => mark.unit));
		if (!this.flowing && (place.beside || marks.length && !marks[marks.length - 1].page))
			this.wants(1);   // what stands on no page comes with it
		text.asides ??= text.units.filter(isAside);
		const units = this.flowing ? text.units.filter(unit => unit.text.trim()) : text.asides.filter(unit => !marked || marked.has(unit.id));
		this.flow.root.classList.toggle('after', place.after);
		this.flow.draw(text, units, !this.flowing && units.length > 0 && make('h2', {}, 'Not on the pages'), marks, how);
	}
	#sayFlow(words) {
		this.flow.clear();
		if (words)
			this.flow.root.append(make('p.none', {}, words));
	}

	// ---- to and from places -------------------------------------------------------------------------

	#wanted = null;
	#placed(was, how, values) {
		if (was.document !== this.app.place.document)
			this.#open();
		if ('after' in values || 'beside' in values || 'zoom' in values)
			this.layout();
		this.redraw();
		if (how.scroll)
			this.reveal(how.scroll);
	}
	// what: 'mark' or 'page'
	reveal(what) {
		const { place, store, texts } = this.app, mark = store.marks.get(place.mark);
		this.#wanted = texts.have(this.#document) ? null : what;
		this.#moving = performance.now() + 300;
		if (what === 'mark' && mark && mark.document === this.#document && !(mark.page && mark.boxes.length && this.#tops.length)) {
			requestAnimationFrame(() => requestAnimationFrame(() => {
				const at = this.root.querySelector(`#flow mark[data-key="${mark.key}"], .text mark[data-key="${mark.key}"]`) ?? this.root.querySelector(`[data-section="${CSS.escape(mark.unit)}"]`);
				at?.scrollIntoView({ block: 'center' });
				requestAnimationFrame(() => at?.scrollIntoView({ block: 'center' }));   // what is above had no height before
			}));
			if (this.flowing || !mark.page)
				return;
		}
		if (!this.#tops.length)
			return;
		const page = Math.min(this.#tops.length, Math.max(1, what === 'mark' && mark?.page ? mark.page : place.page));
		const top = this.#tops[page - 1], { scrollTop, clientHeight, clientWidth, scrollLeft } = this.root;
		if (what === 'mark' && mark?.boxes.length && mark.document === this.#document) {
			const [x, y, w, h] = mark.boxes[0], at = top + y * this.#scale, end = at + h * this.#scale;
			if (at < scrollTop + 60 || end > scrollTop + clientHeight - 60)
				this.root.scrollTop = h * this.#scale > clientHeight * 0.6 ? at - 40 : (at + end - clientHeight) / 2;
			const left = this.#left(this.#sizes[page - 1][0]) + x * this.#scale;
			if (left < scrollLeft || left + w * this.#scale > scrollLeft + clientWidth)
				this.root.scrollLeft = left - clientWidth / 3;
		} else {
			this.root.scrollTop = top - GAP + 4;
		}
		this.draw();
	}
	// The page that is read now, while a person scrolls.
	#follow = onceAFrame(() => {
		if (!this.#tops.length || performance.now() < this.#moving)
			return;
		const page = this.#pageAt(this.root.scrollTop + this.root.clientHeight / 3);
		if (page !== this.app.place.page)
			this.app.place.set({ page }, { from: 'scroll' });
	});
	zoomBy(step) {
		const now = this.percent() / 100;
		const zoom = step > 0 ? STEPS.find(one => one > now * 1.02) : [...STEPS].reverse().find(one => one < now * 0.98);
		if (zoom)
			this.app.place.set({ zoom });
	}
	percent() { return Math.round((this.flowing ? this.app.place.zoom || 1 : this.#scale / CSS_POINT) * 100); }
	turn(direction) { this.root.scrollBy({ top: direction * this.root.clientHeight * 0.9 }); }

	// Pages of which more than half, or which over more than half of the view, are in view with their picture.
	inView() {
		const { scrollTop, clientHeight } = this.root, list = [];
		for (const [page, leaf] of this.#leaves) {
			if (!leaf.drawn)
				continue;
			const top = this.#tops[page - 1], height = this.#sizes[page - 1][1] * this.#scale;
			const part = Math.min(scrollTop + clientHeight, top + height) - Math.max(scrollTop, top);
			if (part > Math.min(height, clientHeight) / 2)
				list.push(page);
		}
		return list;
	}
}
