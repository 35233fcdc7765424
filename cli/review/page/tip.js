// What a mark is, beside it, while the mouse is over it or it has the focus.

import { byId, make, onceAFrame, STATES, when } from './dom.js';
import { under } from './boxes.js';
import { PROPOSED, ruleOf } from './store.js';

const OTHERS = { 'command line': 'the command line', exception: 'the list of exceptions' };
// Who decided: a rule alone, or a person.
export const byWhom = (mark, session) => mark.by === 'rule' || !mark.by ? 'rule' : mark.by === session.reviewer ? 'you' : OTHERS[mark.by] ?? mark.by;
export const whoOf = (mark, session) => `${mark.by === 'rule' || !mark.by ? `rule ${mark.rule}` : byWhom(mark, session)}${mark.at ? `, ${when(mark.at)}` : ''}`;

export function factsOf(mark, session) {
	return [
		['State', STATES[mark.state]],
		['Rule', ruleOf(mark)],
		['Code', mark.code],
		['Reason', mark.reason || 'none'],
		mark.state !== PROPOSED && ['By', whoOf(mark, session)],
		mark.approvedBy && ['Approved', `${mark.approvedBy}, ${when(mark.approvedAt)}`],
		mark.note && ['Note', mark.note],
	].filter(Boolean);
}

const CALM = 350;   // ms that the mouse rests, so that who reads has no words covered

export function setUpTip(app) {
	const tip = byId('tip'), { root } = app.sheet;
	let over = null, waiting = 0;
	const show = element => {
		if (!element && over === null)
			return;
		const key = element?.dataset.key;
		if (key === over && element)
			return;
		over = key ?? null;
		clearTimeout(waiting);
		const mark = key && app.store.marks.get(Number(key));
		tip.hidden = true;
		if (mark && !app.draw.mode)
			waiting = setTimeout(() => put(element, mark), CALM);
	};
	const put = (element, mark) => {
		tip.hidden = !element.getClientRects().length;   // it may have gone meanwhile
		tip.replaceChildren(make('dl', {}, ...factsOf(mark, app.store.session).flatMap(([name, value]) => [make('dt', {}, name), make('dd', { dir: 'auto' }, value)])));
		const box = element.getBoundingClientRect(), size = tip.getBoundingClientRect();
		const below = box.bottom + 8 + size.height < innerHeight;
		tip.style.left = `${Math.max(8, Math.min(innerWidth - size.width - 8, box.left))}px`;
		tip.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - size.height - 8)}px`;
	};
	let last = null;
	const look = onceAFrame(() => {
		const element = last && !last.buttons && root.contains(last.target) ? under(last) : null;
		root.querySelector('.box.over')?.classList.remove('over');
		element?.classList.add('over');
		root.classList.toggle('pointing', element !== null);
		show(element);
	});
	root.addEventListener('pointermove', event => { last = event; look(); }, { passive: true });
	root.addEventListener('pointerleave', () => { last = null; look(); });
	root.addEventListener('focusin', event => event.target.matches('[data-key]:focus-visible') && show(event.target));
	root.addEventListener('focusout', () => show(null));
	root.addEventListener('scroll', () => show(null), { passive: true });
	app.place.addEventListener('place', () => show(null));
}
