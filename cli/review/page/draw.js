// The mouse over pages: choosing a mark, drawing a box, moving and resizing one; and the same by arrow keys.

import { byId, later, make } from './dom.js';
import { place as placeBox, under } from './boxes.js';

const LEAST = 3;   // points: less is a click

export class Draw {
	mode = '';        // '', 'box', 'except'
	#drag = null; #dragged = false;
	#moved = later((mark, box) => this.app.deeds.move(mark, box), 500);

	constructor(app) {
		this.app = app;
		const { root } = app.sheet;
		root.addEventListener('pointerdown', event => this.#down(event));
		root.addEventListener('pointermove', event => this.#drag && this.#move(event));
		root.addEventListener('pointerup', event => this.#drag && this.#up(event));
		root.addEventListener('pointercancel', () => this.#cancel());
		root.addEventListener('click', event => {
			const mark = !this.mode && !this.#dragged && getSelection().isCollapsed && under(event, app.place.mark);
			this.#dragged = false;
			if (mark)
				app.choose(Number(mark.dataset.key));
		});
		root.addEventListener('keydown', event => this.#key(event));
	}
	begin(mode) {
		this.mode = this.mode === mode ? '' : mode;
		this.#cancel();
		if (this.mode && this.app.place.after)
			this.app.toggle('after');
		this.app.sheet.root.classList.toggle('drawing', this.mode !== '');
		byId('mode').hidden = !this.mode;
		byId('mode').replaceChildren(this.mode === 'box' ? 'Drag on a page to draw a box. ' : 'Drag around what stays: everything else on the page will go. ',
			make('kbd', {}, 'Enter'), ' puts one in the middle, ', make('kbd', {}, 'Esc'), ' ends drawing.');
		byId('tool-box').setAttribute('aria-pressed', this.mode === 'box');
		byId('tool-except').setAttribute('aria-pressed', this.mode === 'except');
	}
	end() {
		if (!this.mode)
			return false;
		this.begin(this.mode);
		return true;
	}
	// For who has no mouse: a box in the middle of what is seen, to be moved by arrow keys.
	async putInMiddle() {
		const { app } = this, { page } = app.place, leaf = app.sheet.leaves.get(page);
		if (!leaf)
			return;
		const view = app.sheet.root.getBoundingClientRect(), sheet = leaf.sheet.getBoundingClientRect();
		const y = (Math.max(view.top, sheet.top) + Math.min(view.bottom, sheet.bottom)) / 2 - sheet.top;
		this.#finish(leaf, [leaf.width / 2 - 60, Math.max(0, y / leaf.scale - 10), 120, 20]);
		app.tell('A box is drawn. Arrow keys move it while it has the focus, with Shift they resize it.');
	}

	#point(leaf, event) {
		const sheet = leaf.sheet.getBoundingClientRect();
		return [Math.min(leaf.width, Math.max(0, (event.clientX - sheet.left) / leaf.scale)), Math.min(leaf.height, Math.max(0, (event.clientY - sheet.top) / leaf.scale))];
	}
	#down(event) {
		const { app } = this, leaf = app.sheet.leafOf(event.target);
		if (event.button !== 0 || !leaf || !event.target.closest('.sheet') || app.place.after)
			return;
		this.#dragged = false;
		const handle = event.target.dataset.handle, over = event.target.closest('.box.own.current');
		if (this.mode && !handle) {
			this.#drag = { leaf, from: this.#point(leaf, event), rubber: leaf.boxes.appendChild(make(`div.rubber.${this.mode}`)) };
		} else if (over) {
			const mark = app.store.marks.get(Number(over.dataset.key));
			this.#drag = { leaf, mark, handle: handle ?? 'all', from: this.#point(leaf, event), box: [...mark.boxes[0]], element: over };
		} else {
			return;
		}
		event.preventDefault();
		app.sheet.root.setPointerCapture(event.pointerId);
	}
	#move(event) {
		const { leaf, from, rubber, mark, handle, box, element } = this.#drag, [x, y] = this.#point(leaf, event);
		if (rubber) {
			this.#drag.now = [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
			placeBox(rubber, this.#drag.now, leaf.scale);
		} else if (mark) {
			this.#drag.now = shift(box, handle, x - from[0], y - from[1], leaf);
			placeBox(element, this.#drag.now, leaf.scale);
		}
	}
	#up(event) {
		const { leaf, rubber, mark, box, now } = this.#drag;
		rubber?.remove();
		this.#drag = null;
		this.app.sheet.root.releasePointerCapture(event.pointerId);
		if (!now)
			return;
		this.#dragged = !mark || now.some((n, i) => Math.abs(n - box[i]) * leaf.scale > 1.5);
		if (mark && this.#dragged)
			this.app.deeds.move(mark, now);
		else if (mark)
			this.app.sheet.redraw();
		else if (now[2] >= LEAST && now[3] >= LEAST)
			this.#finish(leaf, now);
	}
	async #finish(leaf, box) {
		const { app, mode } = this, { document, page } = leaf;
		const rounded = box.map(n => Math.round(n * 100) / 100);
		if (mode === 'except') {
			this.end();
			app.deeds.exceptBox(document, page, rounded);
			return;
		}
		const old = new Set(app.store.ofPage(document, page).map(mark => mark.key));
		app.expectOne(mark => mark.document === document && mark.page === page && !old.has(mark.key));
		await app.deeds.box(document, [page], rounded);
	}
	#cancel() {
		this.#drag?.rubber?.remove();
		if (this.#drag?.mark)
			this.app.sheet.redraw();
		this.#drag = null;
	}
	#key(event) {
		const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
		const element = event.target.closest?.('.box.own.current');
		if (!step || !element || event.ctrlKey || event.metaKey)
			return;
		const leaf = this.app.sheet.leafOf(element), mark = this.app.store.marks.get(Number(element.dataset.key)), far = event.altKey ? 10 : 2;
		const box = shift(mark.boxes[0], event.shiftKey ? 'se' : 'all', step[0] * far, step[1] * far, leaf);
		mark.boxes = [box];
		placeBox(element, box, leaf.scale);
		this.#moved(mark, box);
		event.preventDefault();
		event.stopPropagation();
	}
}

// A box moved or resized by dx, dy at one of its handles, within its page.
function shift([x, y, w, h], handle, dx, dy, { width, height }) {
	const clamp = (n, low, high) => Math.min(high, Math.max(low, n));
	if (handle === 'all')
		return [clamp(x + dx, 0, width - w), clamp(y + dy, 0, height - h), w, h].map(n => Math.round(n * 100) / 100);
	let left = x, top = y, right = x + w, bottom = y + h;
	if (handle.includes('w'))
		left = clamp(left + dx, 0, right - LEAST);
	if (handle.includes('e'))
		right = clamp(right + dx, left + LEAST, width);
	if (handle.includes('n'))
		top = clamp(top + dy, 0, bottom - LEAST);
	if (handle.includes('s'))
		bottom = clamp(bottom + dy, top + LEAST, height);
	return [left, top, right - left, bottom - top].map(n => Math.round(n * 100) / 100);
}
