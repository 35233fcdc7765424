// A list of any length as a grid of rows of one height, of which only those in view are in the page. The grid has the
// focus; its active row is told to screen readers, with its number and how many there are.

import { onceAFrame } from './dom.js';

const SPARE = 6;   // rows drawn beyond either edge

export class Rows {
	// root: an element with role grid or treegrid. draw(i, row) fills an emptied row. choose(i, how): the active row is now i,
	// by 'move' (arrow keys) or 'act' (Enter, click). turn(i, open): opens or closes a row of a tree.
	constructor(root, { height, draw, choose, turn }) {
		Object.assign(this, { root, height, draw, choose, turn, count: 0, active: -1, rows: new Map() });
		this.body = document.createElement('div');
		this.body.setAttribute('role', 'rowgroup');
		this.body.className = 'all';
		root.append(this.body);
		root.tabIndex = 0;
		this.show = onceAFrame(() => this.#show());
		root.addEventListener('scroll', this.show, { passive: true });
		root.addEventListener('keydown', event => this.#key(event));
		root.addEventListener('click', event => {
			const row = event.target.closest('[role=row]');
			if (!row || event.target.closest('button'))
				return;
			this.active = Number(row.dataset.at);
			this.choose(this.active, 'act');
			this.refresh();
		});
		new ResizeObserver(this.show).observe(root);
	}

	// New contents; `active` is the row that is now the active one, -1 none.
	set(count, active = this.active) {
		this.count = count;
		this.active = active < count ? active : count - 1;
		this.body.style.height = `${count * this.height}px`;
		this.root.setAttribute('aria-rowcount', count);
		this.root.hidden = count === 0;
		for (const row of this.rows.values())
			row.dataset.stale = '1';
		this.#show();   // now: a click must not find rows of the old list
	}
	refresh() {
		for (const row of this.rows.values())
			row.dataset.stale = '1';
		this.show();
	}
	reveal(i) {
		const top = i * this.height, { scrollTop, clientHeight } = this.root;
		if (top < scrollTop)
			this.root.scrollTop = Math.max(0, top - this.height);
		else if (top + this.height > scrollTop + clientHeight)
			this.root.scrollTop = top - clientHeight + 2 * this.height;
		this.show();
	}
	activate(i, reveal = true) {
		this.active = i;
		if (i >= 0 && reveal)
			this.reveal(i);
		this.refresh();
	}

	#show() {
		const { scrollTop, clientHeight } = this.root;
		const from = Math.max(0, Math.floor(scrollTop / this.height) - SPARE);
		const to = Math.min(this.count, Math.ceil((scrollTop + clientHeight) / this.height) + SPARE);
		const free = [];
		for (const [i, row] of this.rows)
			if (i < from || i >= to) {
				this.rows.delete(i);
				free.push(row);
			}
		for (let i = from; i < to; i++) {
			let row = this.rows.get(i);
			const fresh = !row;
			if (fresh) {
				row = free.pop() ?? this.#make();
				this.rows.set(i, row);
				row.dataset.at = i;
				row.style.transform = `translateY(${i * this.height}px)`;
				row.setAttribute('aria-rowindex', i + 1);
			}
			if (fresh || row.dataset.stale) {
				delete row.dataset.stale;
				row.className = 'row';
				row.removeAttribute('aria-expanded');
				row.removeAttribute('aria-level');
				row.setAttribute('aria-selected', i === this.active);
				row.replaceChildren();
				this.draw(i, row);
			}
		}
		for (const row of free)
			row.remove();
		const active = this.rows.get(this.active);
		if (active)
			this.root.setAttribute('aria-activedescendant', active.id);
		else
			this.root.removeAttribute('aria-activedescendant');
	}
	#make() {
		const row = document.createElement('div');
		row.setAttribute('role', 'row');
		row.id = `${this.root.id}-${Rows.made++}`;
		row.style.height = `${this.height}px`;
		this.body.append(row);
		return row;
	}
	#key(event) {
		if (event.ctrlKey || event.altKey || event.metaKey || event.target !== this.root)
			return;
		const page = Math.max(1, Math.floor(this.root.clientHeight / this.height) - 1);
		const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.count, End: this.count }[event.key];
		if (step !== undefined) {
			this.activate(Math.min(this.count - 1, Math.max(0, this.active + step)));
			this.choose(this.active, 'move');
		} else if ((event.key === 'Enter' || event.key === ' ') && this.active >= 0) {
			this.choose(this.active, 'act');
			this.refresh();
		} else if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && this.turn && this.active >= 0) {
			this.turn(this.active, event.key === 'ArrowRight');
		} else {
			return;
		}
		event.preventDefault();
		event.stopPropagation();
	}
}
Rows.made = 0;
