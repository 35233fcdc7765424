// Text that flows: units as sections of paragraphs and tables with the marks in them.

import { hueOf, nameOf } from './boxes.js';
import { fill, make } from './dom.js';
import { markedText } from './words.js';

const TITLES = {
	body: 'Text', header: 'Header', footer: 'Footer', note: 'Notes', comment: 'Comments', textbox: 'Text box', field: 'Form field',
	annotation: 'Annotation', bookmark: 'Bookmarks', link: 'Link', metadata: 'Metadata', attachment: 'Attachment', script: 'Script',
	structure: 'Structure and alternative text', hidden: 'Hidden text', name: 'Name', picture: 'Words in a picture', page: 'Page',
};

const STACK = 24;    // paragraphs
const LINE = 95;     // characters, about

// What stands like a heading: nothing says which paragraphs are some, and a reader finds his way by them. Looks only.
function isTitle(line, first) {
	const words = line.trim();
	return words.length > 2 && words.length <= 70 && !/[.,;:!?\u2026"\u201d)]$/.test(words) &&
		(/^(?:\d{1,2}|[IVX]{1,5})\.\s+\p{Lu}/u.test(words) || /^(?:article|section|schedule|exhibit|appendix|part) [\dA-Z]{1,4}\b/i.test(words) ||
			words === words.toUpperCase() && /\p{Lu}{3}/u.test(words) && !/\d{3}/.test(words) || first && words.split(/\s+/).length > 1);
}

// Blocks of a unit: { beg, end } a paragraph, { rows: [[{ beg, end }, …], …] } a table.
function blocksOf(text) {
	const blocks = [];
	let first = true;
	for (let beg = 0; beg <= text.length;) {
		let end = text.indexOf('\n', beg);
		if (end < 0)
			end = text.length;
		if (end > beg) {
			const line = text.slice(beg, end);
			if (line.trim().includes('\t')) {
				const cells = [];
				let at = beg;
				for (const cell of line.split('\t')) {
					cells.push({ beg: at, end: at + cell.length });
					at += cell.length + 1;
				}
				const last = blocks[blocks.length - 1];
				if (last?.rows && last.end === beg && last.rows[0].length === cells.length) {
					last.rows.push(cells);
					last.end = end + 1;
				} else {
					blocks.push({ rows: [cells], beg, end: end + 1 });
				}
			} else {
				blocks.push({ beg, end, title: isTitle(line, first) });
			}
			first = false;
		}
		beg = end + 1;
	}
	return blocks;
}

// Whether the first row of a table is names: it has words alone where others have numbers.
function hasNames(rows, text) {
	const numbers = row => /\d/.test(text.slice(row[0].beg, row[row.length - 1].end));
	return rows.length > 1 && !numbers(rows[0]) && !/:\s*$/.test(text.slice(rows[0][0].beg, rows[0][0].end)) && rows.slice(1).some(numbers);
}

export function drawUnit(unit, marks, how) {
	const mine = marks.filter(mark => mark.unit === unit.id && mark.end > mark.beg);
	const stretch = (kind, { beg, end }) => {
		const element = make(kind, { dir: 'auto' }, ...markedText(unit, beg, end, mine, how));
		element.dataset.unit = unit.id;
		element.dataset.beg = beg;
		return element;
	};
	return blocksOf(unit.text).map(block => block.rows
		? make('div.wide-cells', {}, make('div.cells', {}, ...block.rows.map(row => make('div', {}, ...row.map(cell => stretch('span', cell))))))
		: stretch('p', block));
}

// All units of a document in one column. Elements stay: a change draws anew the paragraphs in which a mark has changed.
// Paragraphs stand in stacks, of which the browser lays out those near the view.
export class Flow {
	#text = null; #name = ''; #stretches = new Map(); #marked = new Map(); #stacks = new Map(); #near = new Set(); #watch; #widths;

	constructor(root, view) {
		this.root = root;
		this.view = view;
		this.parts = 0;      // of which each has to be looked at: paragraphs and rows of tables
		this.#watch = new IntersectionObserver(changes => {
			for (const { target, isIntersecting } of changes)
				this.#near[isIntersecting ? 'add' : 'delete'](target);
		}, { root: view, rootMargin: '200px' });
		// who has no mouse scrolls a table that is too wide when it has the focus
		this.#widths = new ResizeObserver(changes => {
			for (const { target } of changes)
				target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
		});
	}
	clear() {
		this.#watch.disconnect();
		this.#widths.disconnect();
		this.#stretches.clear();
		this.#marked.clear();
		this.#stacks.clear();
		this.#near.clear();
		this.#text = null;
		this.parts = 0;
		this.root.replaceChildren();
	}
	// head: an element above all, or null. marks: of the document.
	draw(text, units, head, marks, how) {
		const name = units.map(unit => unit.id).join('\n');
		if (text !== this.#text || name !== this.#name) {
			this.clear();
			this.#text = text;
			this.#name = name;
			fill(this.root, head, ...units.map(unit => this.#section(unit)));
		}
		this.#mark(marks, how);
	}

	#wide(table) {
		table.setAttribute('role', 'group');
		table.setAttribute('aria-label', 'Table');
		this.#widths.observe(table);
		return table;
	}
	#section(unit) {
		const title = TITLES[unit.kind] ?? unit.kind, list = [], stacks = [];
		const stretch = (kind, { beg, end }) => {
			const element = make(kind, { dir: 'auto' }, unit.text.slice(beg, end));
			element.dataset.unit = unit.id;
			element.dataset.beg = beg;
			list.push({ element, unit, beg, end });
			return element;
		};
		const blocks = blocksOf(unit.text);
		for (let i = 0; i < blocks.length; i += STACK) {
			const some = blocks.slice(i, i + STACK), stack = make('div.stack'), parts = [];
			for (const block of some) {
				if (block.rows) {
					const rows = block.rows.map(row => make('div', {}, ...row.map(cell => stretch('span', cell))));
					if (hasNames(block.rows, unit.text))
						rows[0].className = 'names';
					stack.append(this.#wide(make('div.wide-cells', {}, make('div.cells', {}, ...rows))));
					parts.push(...rows);
				} else {
					parts.push(stack.appendChild(stretch(block.title && unit.kind === 'body' ? 'p.title' : 'p', block)));
				}
			}
			stack.style.containIntrinsicHeight = `auto ${some.reduce((sum, { rows, beg, end }) => sum + (rows ? 2.2 * rows.length : 0.6 + 1.7 * Math.ceil((end - beg) / LINE)), 0)}em`;
			this.#stacks.set(stack, { first: this.parts, parts });
			this.parts += parts.length;
			this.#watch.observe(stack);
			stacks.push(stack);
		}
		this.#stretches.set(unit.id, list);
		const section = make(`section.unit.${unit.kind}`, { 'aria-label': `${title}, ${unit.id}` },
			make('h3', {}, title, unit.kind === 'body' ? '' : make('span.where', {}, unit.id),
				unit.stays === false && make('span.drops', { title: 'The output does not have this part at all. What is found here is looked for everywhere else.' }, 'left out of the output')),
			...stacks);
		section.dataset.section = unit.id;
		return section;
	}
	#mark(marks, how) {
		const now = new Map();   // stretch -> its marks
		for (const mark of marks) {
			const list = mark.end > mark.beg ? this.#stretches.get(mark.unit) : null;
			for (let i = list ? firstBehind(list, mark.beg) : 0; list && i < list.length && list[i].beg < mark.end; i++)
				if (now.has(list[i]))
					now.get(list[i]).push(mark);
				else
					now.set(list[i], [mark]);
		}
		for (const one of this.#marked.keys())
			if (!now.has(one))
				now.set(one, []);
		for (const [one, list] of now) {
			const name = list.map(mark => `${mark.beg}-${mark.end} ${nameOf(mark)} ${hueOf(mark.code, how.session)} ${mark.key === how.current}`).join();
			if (name === (this.#marked.get(one) ?? ''))
				continue;
			one.element.replaceChildren(...markedText(one.unit, one.beg, one.end, list, how));
			if (list.length)
				this.#marked.set(one, name);
			else
				this.#marked.delete(one);
		}
	}
	// Which beginnings (even) and ends (odd) of parts are in view.
	inView() {
		const view = this.view.getBoundingClientRect(), list = [];
		for (const stack of this.#near) {
			const { first, parts } = this.#stacks.get(stack) ?? { parts: [] };
			parts.forEach((part, i) => {
				const { top, bottom } = part.getBoundingClientRect();
				if (top < view.bottom && top > view.top - 4)
					list.push(2 * (first + i));
				if (bottom > view.top && bottom < view.bottom + 4)
					list.push(2 * (first + i) + 1);
			});
		}
		return list;
	}
}

// The first of stretches in order that ends behind a place.
function firstBehind(list, at) {
	let low = 0, high = list.length;
	while (low < high) {
		const middle = low + high >> 1;
		if (list[middle].end > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

// Which units are not the words of a page: those stand in boxes over its picture.
export const isAside = unit => unit.kind !== 'page' && unit.text.trim() !== '' && !/ (by place|by column|in pixels)$/.test(unit.id);
