// The marks of one page as boxes over its picture.

import { make, STATES, STATE_SIGNS } from './dom.js';
import { BOX, PROPOSED, isConfirmed, ownBox } from './store.js';

// Codes have hues in the order of the session; the label and the outline say the same without colour.
export const hueOf = (code, session) => Math.max(0, session.codes.findIndex(one => one.code === code) + 1) % 9;
export const nameOf = mark => `${mark.kind === BOX ? 'Box' : mark.value || 'Text'}, ${mark.code || 'no code'}, ${STATES[mark.state]}${mark.state !== PROPOSED && !isConfirmed(mark) ? ' by a rule only' : ''}${mark.approvedBy ? ', approved' : ''}`;

// The mark that an event is over: its element, or null. Words lie over boxes, so that they can be selected from within
// one; of boxes over each other that behind the current one comes, so that each can be reached.
export function under(event, current = null) {
	const at = event.target.closest?.('[data-key]');
	if (at && !at.matches('.box') || event.target.closest?.('#flow, .text'))
		return at;
	const all = document.elementsFromPoint(event.clientX, event.clientY).map(element => element.closest('.box')).filter(Boolean);
	const here = all.findIndex(element => element.dataset.key === String(current));
	return all[(here + 1) % all.length] ?? at ?? null;
}

const WIDE = 20000;   // square points: more than a paragraph
const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

export function place(element, [x, y, w, h], scale) {
	Object.assign(element.style, { left: `${x * scale}px`, top: `${y * scale}px`, width: `${w * scale}px`, height: `${h * scale}px` });
}

// page: which of the pages that a value runs over.
export function drawBoxes(layer, marks, page, scale, { session, current }) {
	const old = new Map([...layer.children].map(element => [element.dataset.box, element]));
	const list = [], areaOf = mark => mark.boxes.reduce((sum, [, , w, h]) => sum + w * h, 0);
	// the small ones lie above the large ones
	for (const mark of [...marks].sort((a, b) => areaOf(b) - areaOf(a))) {
		(mark.page === page ? mark.boxes : mark.rest?.[1] ?? []).forEach((box, i) => {
			const name = `${mark.key}.${i}`, element = old.get(name) ?? boxOf(mark, i, name);
			element.className = `box s${mark.state} h${hueOf(mark.code, session)}${mark.key === current ? ' current' : ''}${ownBox(mark) ? ' own' : ''}${isConfirmed(mark) ? ' sure' : ''}${box[2] * box[3] > WIDE ? ' wide' : ''}`;
			element.title = '';
			place(element, box, scale);
			element.setAttribute('aria-label', nameOf(mark));
			if (i === 0) {
				element.tabIndex = mark.key === current ? 0 : -1;
				element.setAttribute('aria-pressed', mark.key === current);
				const label = element.firstChild;
				label.classList.toggle('rule', mark.state !== PROPOSED && !isConfirmed(mark));
				label.textContent = `${STATE_SIGNS[mark.state]} ${mark.code}${mark.note ? ' \u270E' : ''}${mark.approvedBy ? ' \u2713' : ''}`;
			}
			const handles = mark.key === current && ownBox(mark) && mark.boxes.length === 1;
			if (handles !== Boolean(element.querySelector('.handle'))) {
				for (const handle of element.querySelectorAll('.handle'))
					handle.remove();
				if (handles)
					element.append(...HANDLES.map(at => make(`span.handle.${at}`, { 'data-handle': at, 'aria-hidden': 'true' })));
			}
			list.push(element);
		});
	}
	layer.replaceChildren(...list);
}

function boxOf(mark, i, name) {
	const element = i === 0
		? make('button', { type: 'button' }, make('span.label', { 'aria-hidden': 'true' }))
		: make('div', { 'aria-hidden': 'true' });
	element.dataset.box = name;
	element.dataset.key = mark.key;
	return element;
}
