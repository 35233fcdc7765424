// What a mark is, beside it, while the mouse is over it or it has the focus.

import { byId, make, STATES, when } from './dom.js';
import { ruleOf } from './store.js';

export const whoOf = mark => `${mark.by === 'rule' || !mark.by ? `rule ${mark.rule}` : mark.by}${mark.at ? `, ${when(mark.at)}` : ''}`;

export function factsOf(mark) {
	return [
		['State', STATES[mark.state]],
		['Rule', ruleOf(mark)],
		['Code', mark.code],
		['Reason', mark.reason || 'none'],
		['By', whoOf(mark)],
		mark.approvedBy && ['Approved', `${mark.approvedBy}, ${when(mark.approvedAt)}`],
		mark.note && ['Note', mark.note],
	].filter(Boolean);
}

export function setUpTip(app) {
	const tip = byId('tip'), { root } = app.sheet;
	let over = null;
	const show = element => {
		const key = element?.dataset.key;
		if (key === over && element)
			return;
		over = key ?? null;
		const mark = key && app.store.marks.get(Number(key));
		tip.hidden = !mark || app.draw.mode !== '';
		if (tip.hidden)
			return;
		tip.replaceChildren(make('dl', {}, ...factsOf(mark).flatMap(([name, value]) => [make('dt', {}, name), make('dd', { dir: 'auto' }, value)])));
		const box = element.getBoundingClientRect(), size = tip.getBoundingClientRect();
		const below = box.bottom + 8 + size.height < innerHeight;
		tip.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, box.left))}px`;
		tip.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - size.height - 8)}px`;
	};
	root.addEventListener('pointerover', event => show(event.target.closest('[data-key]')));
	root.addEventListener('pointerleave', () => show(null));
	root.addEventListener('focusin', event => event.target.matches('[data-key]:focus-visible') && show(event.target));
	root.addEventListener('focusout', () => show(null));
	root.addEventListener('scroll', () => show(null), { passive: true });
}
