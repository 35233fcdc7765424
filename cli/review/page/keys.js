// The keys, in one table: what the help shows is what they do.

import { byId, make } from './dom.js';
import { asking } from './ask.js';

export function setUpKeys(app) {
	const { deeds, draw, sheet, place } = app;
	const code = i => () => {
		const one = app.store.session.codes[i];
		return one ? deeds.code(one) : app.tell(`There is no code ${i + 1}.`);
	};
	const table = [
		['Marks', [
			['n', 'next mark', () => app.step(1)],
			['p', 'previous mark', () => app.step(-1)],
			['a', 'accept it, or confirm what a rule accepted, and go on', () => deeds.accept()],
			['x', 'reject it and go on', () => deeds.reject()],
			['A', 'accept all listed marks with this value, in all documents', () => deeds.decideGroup(1)],
			['X', 'reject all of them', () => deeds.decideGroup(2)],
			['v', 'approve what somebody else decided', () => deeds.approve()],
			['1 \u2026 9', 'code of the mark, and of what you mark next', null],
			['Delete', 'delete a mark of your own', () => deeds.remove()],
			['o', 'write a note', () => { app.openMore(); byId('note')?.focus(); }],
			['u', 'undo', () => deeds.undo()],
		]],
		['Marking', [
			['r', 'draw a box', () => draw.begin('box')],
			['t', 'mark the selected text', () => deeds.selection()],
			['w', 'mark the whole page', () => deeds.wholePage()],
			['e', 'mark everything on the page but the selection; of a text without pages, everything in the document', () => deeds.except()],
			['/', 'search in all documents, and mark all hits', () => app.search.focus()],
			['arrows', 'move the box that has the focus; with Shift resize it', null],
		]],
		['Looking', [
			['+', 'larger', () => sheet.zoomBy(1)],
			['-', 'smaller', () => sheet.zoomBy(-1)],
			['0', 'as wide as there is room', () => place.set({ zoom: 0 })],
			['PageDown', 'on', () => sheet.turn(1)],
			['PageUp', 'back', () => sheet.turn(-1)],
			['b', 'before and after', () => app.toggle('after')],
			['l', 'text beside the page', () => app.toggle('beside')],
			['[', 'previous document', () => app.turnDocument(-1)],
			[']', 'next document', () => app.turnDocument(1)],
			['Esc', 'end drawing, leave a field', () => app.escape()],
			['?', 'this help', () => showHelp(table)],
		]],
	];
	const run = new Map(table.flatMap(([, keys]) => keys).filter(([, , work]) => work).map(([key, , work]) => [key, work]));
	for (let i = 0; i < 9; i++)
		run.set(String(i + 1), code(i));
	run.set('Backspace', run.get('Delete'));
	run.set('=', run.get('+'));
	run.set('Escape', run.get('Esc'));
	run.set('Enter', () => draw.mode && draw.putInMiddle());

	document.addEventListener('keydown', event => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || asking())
			return;
		const { target } = event, typing = target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select');
		if (typing) {
			if (event.key === 'Escape')
				target.blur();
			return;
		}
		if (event.key === 'Enter' && (!draw.mode || target.matches('button, a')))
			return;
		const work = run.get(event.key);
		if (!work)
			return;
		event.preventDefault();
		work();
	});
	byId('help-open').addEventListener('click', () => showHelp(table));
}

function showHelp(table) {
	const dialog = byId('help');
	dialog.replaceChildren(make('h2', { id: 'help-title' }, 'Keys'),
		make('div.columns', {}, ...table.map(([title, keys]) => make('section', {}, make('h3', {}, title),
			make('dl.keys', {}, ...keys.flatMap(([key, what]) => [make('dt', {}, make('kbd', {}, key)), make('dd', {}, what)]))))),
		make('p.hint', {}, 'Every action is written to the plan file at once. A page counts as seen after a second in view; flowing text when all of it was in view. ' +
			'Accepted goes, rejected stays; proposed stays too, and is undecided. Select words with the mouse, on the page or in the text beside it.'),
		make('div.row', {}, make('button.main', { type: 'button', onclick: () => dialog.close() }, 'Close')));
	dialog.showModal();
}
