// Words as text that can be selected: over the picture of a page, transparent and in place; and as running text with
// the marks in it. Each stretch knows its unit and where it begins, so that a selection becomes offsets.

import { make } from './dom.js';
import { hueOf, nameOf } from './boxes.js';
import { isConfirmed } from './store.js';

const measure = document.createElement('canvas').getContext('2d');

// Spans that follow each other on one line are one stretch.
function linesOf(unit) {
	const lines = [];
	let line = null;
	for (const [beg, end, x, y, w, h] of unit.spans) {
		if (line && beg >= line.end && beg - line.end <= 1 && Math.abs(y + h - line.y - line.h) < 0.3 * h && x >= line.x + line.w - h && x - line.x - line.w < h) {
			line.end = end;
			line.w = Math.max(line.w, x + w - line.x);
			const bottom = Math.max(line.y + line.h, y + h);
			line.y = Math.min(line.y, y);
			line.h = bottom - line.y;
		} else {
			lines.push(line = { beg, end, x, y, w, h });
		}
	}
	return lines;
}

export function drawWords(layer, unit, scale) {
	const list = [];
	for (const line of linesOf(unit)) {
		const words = unit.text.slice(line.beg, line.end), size = Math.max(1, line.h * scale * 0.85);
		if (!words.trim())
			continue;
		const span = make('span', {}, words);
		span.dataset.unit = unit.id;
		span.dataset.beg = line.beg;
		measure.font = `${size}px sans-serif`;
		const natural = measure.measureText(words).width || 1;
		Object.assign(span.style, { left: `${line.x * scale}px`, top: `${line.y * scale}px`, fontSize: `${size}px`,
			height: `${line.h * scale}px`, lineHeight: `${line.h * scale}px`, transform: `scaleX(${line.w * scale / natural})` });
		list.push(span, make('br'));
	}
	layer.replaceChildren(...list);
}

// A size in percent of the usual one, as far as it helps reading.
export const sizeOf = percent => `${Math.min(170, Math.max(75, percent))}%`;

// Words in order as nodes that look as `letters` say: [[beg, end, kind, n], …], by beg.
class Dresser {
	#looks = []; #next = 0;

	constructor(text, letters) { Object.assign(this, { text, letters }); }
	// [beg, end) behind all that was asked for before
	nodes(beg, end) {
		for (; this.#next < this.letters.length && this.letters[this.#next][0] < end; this.#next++)
			this.#looks.push(this.letters[this.#next]);
		this.#looks = this.#looks.filter(([, to]) => to > beg);
		const cuts = new Set([beg, end]);
		for (const [from, to] of this.#looks) {
			cuts.add(Math.max(beg, from));
			cuts.add(Math.min(end, to));
		}
		const at = [...cuts].sort((a, b) => a - b);
		return at.slice(1).map((to, i) => this.#node(at[i], to));
	}
	#node(beg, end) {
		const words = this.text.slice(beg, end), over = this.#looks.filter(([from, to]) => from <= beg && to >= end);
		if (!over.length)
			return words;
		const element = make('span', {}, words), size = over.find(([, , kind]) => kind === 'size');
		element.className = over.map(([, , kind]) => kind).filter(kind => kind !== 'size').join(' ');
		if (size)
			element.style.fontSize = sizeOf(size[3]);
		return element;
	}
}

// The stretch [beg, end) of a unit with its marks in it, as nodes. `marks`: those of this unit; `letters`: how some look.
export function markedText(unit, beg, end, marks, { session, current }, letters = []) {
	const inside = marks.filter(mark => mark.beg !== null && mark.beg < end && mark.end > beg);
	const cuts = new Set([beg, end]), dresser = new Dresser(unit.text, letters);
	for (const mark of inside) {
		cuts.add(Math.max(beg, mark.beg));
		cuts.add(Math.min(end, mark.end));
	}
	const at = [...cuts].sort((a, b) => a - b), nodes = [];
	for (let i = 0; i + 1 < at.length; i++) {
		const words = dresser.nodes(at[i], at[i + 1]);
		const over = inside.filter(mark => mark.beg <= at[i] && mark.end >= at[i + 1]);
		// of several the one that is current, else the shortest
		const mark = over.find(one => one.key === current) ?? over.sort((a, b) => a.end - a.beg - b.end + b.beg)[0];
		if (!mark) {
			nodes.push(...words);
			continue;
		}
		const element = make('mark', {}, ...words);
		element.className = `s${mark.state} h${hueOf(mark.code, session)}${mark.key === current ? ' current' : ''}${isConfirmed(mark) ? ' sure' : ''}`;
		element.dataset.key = mark.key;
		if (mark.beg >= beg && at[i] === Math.max(beg, mark.beg)) {
			element.setAttribute('role', 'button');
			element.setAttribute('aria-label', nameOf(mark));
			element.tabIndex = mark.key === current ? 0 : -1;
			element.dataset.code = mark.code;
		}
		nodes.push(element);
	}
	return nodes;
}

// A point of the document's tree as { unit, at } within the stretches, or null. `side`: of an element that holds
// stretches the first (0) or last (1) one counts.
function pointOf(node, offset, side) {
	let element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
	const stretch = element.closest('[data-unit]');
	if (!stretch) {
		const all = element.querySelectorAll?.('[data-unit]') ?? [];
		if (!all.length)
			return null;
		if (node.nodeType !== Node.TEXT_NODE && offset > 0 && node.childNodes[offset - 1])
			element = node.childNodes[offset - 1];
		const chosen = side ? all[all.length - 1] : all[0];
		return { stretch: chosen, at: Number(chosen.dataset.beg) + (side ? chosen.textContent.length : 0) };
	}
	const range = document.createRange();
	range.setStart(stretch, 0);
	range.setEnd(node, offset);
	return { stretch, at: Number(stretch.dataset.beg) + range.toString().length };
}

// What is selected within `root`: [{ unit, beg, end }, …], a unit once; [] for nothing.
export function selectedIn(root) {
	const selection = getSelection();
	if (!selection.rangeCount || selection.isCollapsed)
		return [];
	const range = selection.getRangeAt(0);
	const touched = [...root.querySelectorAll('[data-unit]')].filter(stretch => range.intersectsNode(stretch));
	if (!touched.length)
		return [];
	const from = pointOf(range.startContainer, range.startOffset, 0), to = pointOf(range.endContainer, range.endOffset, 1);
	const units = new Map();
	for (const stretch of touched) {
		let beg = Number(stretch.dataset.beg), end = beg + stretch.textContent.length;
		if (from?.stretch === stretch)
			beg = from.at;
		if (to?.stretch === stretch)
			end = to.at;
		if (end <= beg)
			continue;
		const unit = units.get(stretch.dataset.unit);
		if (unit) {
			unit.beg = Math.min(unit.beg, beg);
			unit.end = Math.max(unit.end, end);
		} else {
			units.set(stretch.dataset.unit, { unit: stretch.dataset.unit, beg, end });
		}
	}
	return [...units.values()];
}
