// Text that flows: units as sections of paragraphs and tables with the marks in them.

import { blocksOf } from './blocks.js';
import { hueOf, nameOf } from './boxes.js';
import { fill, make } from './dom.js';
import { markedText, sizeOf } from './words.js';

const TITLES = {
	body: 'Text', header: 'Header', footer: 'Footer', note: 'Notes', comment: 'Comments', textbox: 'Text box', field: 'Form field',
	annotation: 'Annotation', bookmark: 'Bookmarks', link: 'Link', metadata: 'Metadata', attachment: 'Attachment', script: 'Script',
	structure: 'Structure and alternative text', hidden: 'Hidden text', name: 'Name', picture: 'Words in a picture', page: 'Page',
};

const STACK = 24;    // paragraphs
const LINE = 95;     // characters, about

// ---- blocks as elements ------------------------------------------------------------------------------

const LONGEST_HEADING = 200;                 // a whole clause in a heading's style is none to whoever is told of headings
const EM = 12, DEEPEST = 12;                 // points of an em; ems
const PLACES = ['title', 'subtitle', 'quote', 'centred', 'end', 'guess'].map(kind => [kind, `${kind}-words`]);
const ems = points => `${Math.min(DEEPEST, points / EM).toFixed(2)}em`;

// How the paragraph as a whole looks: what its letters have in common, too. The others come back.
function dress(element, words, { beg, end, looks, letters, label, gap, page }) {
	const name = PLACES.filter(([kind]) => looks.has(kind)).map(([, style]) => style), some = [], all = [];
	for (const one of letters) {
		const [from, to, kind, n] = one;
		if (from > beg || to < end)
			some.push(one);
		else if (kind === 'size')
			words.style.fontSize = sizeOf(n);
		else
			all.push(kind);
	}
	if (all.length)
		words.classList.add(...all);
	if (gap)
		name.push('behind-gap');
	if (page)
		name.push('new-page');
	if (name.length)
		element.classList.add(...name);
	const level = looks.get('h'), hanging = looks.get('hanging') ?? 0, indent = looks.get('indent') ?? 0;
	if ((level || looks.has('title')) && end > beg && end - beg <= LONGEST_HEADING) {
		element.setAttribute('role', 'heading');
		element.setAttribute('aria-level', 3 + (level ?? 1));
		element.classList.add('heading-words');
	}
	if (looks.has('rtl'))
		element.dir = 'rtl';
	if (indent)
		element.style.marginInlineStart = ems(indent);
	if (looks.has('first'))
		element.style.textIndent = ems(looks.get('first'));
	if (hanging && (label || indent))
		element.style.textIndent = `-${ems(Math.min(hanging, indent))}`;
	if (label)
		element.style.setProperty('--hang', ems(Math.min(hanging, indent)));
	return some;
}

// stretch(element, { beg, end }, letters): words of the unit come into it
function paragraph(block, stretch) {
	const element = make('p', { dir: 'auto' }), words = block.label ? make('span') : element;
	const letters = dress(element, words, block);
	if (block.label)
		element.append(make(`bdi.list-label${block.label.letters ? `.${[...block.label.letters].join('.')}` : ''}`, {}, `${block.label.words} `), words);
	stretch(words, block, letters);
	return element;
}
function table({ rows, lines, rtl }, draw) {
	const names = rows.some(row => row.names);
	const drawn = rows.map(row => make(row.names ? 'tr.names' : 'tr', {}, row.free > 0 && make('td.free', { colSpan: row.free }),
		...row.cells.map(cell => {
			const element = make(row.names ? 'th' : 'td', { scope: row.names ? 'col' : null }, ...cell.blocks.flatMap(draw));
			if (cell.across > 1)
				element.colSpan = cell.across;
			if (cell.down > 1)
				element.rowSpan = cell.down;
			return element;
		})));
	return { rows: drawn, element: make(lines ? 'table.cells.lines' : 'table.cells', { dir: rtl ? 'rtl' : null, role: lines || names ? null : 'presentation' }, make('tbody', {}, ...drawn)) };
}
function drawBlock(block, stretch, wide) {
	const draw = one => [drawBlock(one, stretch, wide).element];
	if (block.rows) {
		const { rows, element } = table(block, draw);
		return { element: wide(make('div.wide-cells', {}, element)), parts: rows };
	}
	const element = block.box ? make('div.text-box', {}, ...block.blocks.flatMap(draw)) : paragraph(block, stretch);
	return { element, parts: [element] };
}

export function drawUnit(unit, marks, how) {
	const mine = marks.filter(mark => mark.unit === unit.id && mark.end > mark.beg);
	const stretch = (element, { beg, end }, letters) => {
		element.append(...markedText(unit, beg, end, mine, how, letters));
		element.dataset.unit = unit.id;
		element.dataset.beg = beg;
	};
	return blocksOf(unit).map(block => drawBlock(block, stretch, element => element).element);
}

// About how high it will be, in em.
function heightOf({ rows, blocks, beg, end }) {
	return rows ? 2.2 * rows.length : blocks ? blocks.reduce((sum, one) => sum + heightOf(one), 1) : 0.6 + 1.7 * Math.ceil((end - beg) / LINE);
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
		const stretch = (element, { beg, end }, letters) => {
			element.append(...letters.length ? markedText(unit, beg, end, [], {}, letters) : [unit.text.slice(beg, end)]);
			element.dataset.unit = unit.id;
			element.dataset.beg = beg;
			list.push({ element, unit, beg, end, letters });
		};
		const blocks = blocksOf(unit);
		for (let i = 0; i < blocks.length; i += STACK) {
			const some = blocks.slice(i, i + STACK), stack = make('div.stack'), parts = [];
			for (const block of some) {
				const drawn = drawBlock(block, stretch, element => this.#wide(element));
				stack.append(drawn.element);
				parts.push(...drawn.parts);
			}
			stack.style.containIntrinsicHeight = `auto ${some.reduce((sum, block) => sum + heightOf(block), 0)}em`;
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
			one.element.replaceChildren(...markedText(one.unit, one.beg, one.end, list, how, one.letters));
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
