// Questions in a dialog: one at a time, answered with what was typed, or null.

import { byId, make } from './dom.js';

export const asking = () => document.querySelector('dialog[open]') !== null;

// fields: [{ name, label, value, hint, type, list, required, check(value) -> trouble or '' }]
export function ask({ title, text, fields = [], yes = 'OK', no = 'Cancel' }) {
	const dialog = byId('ask');
	const trouble = make('p.trouble', { role: 'alert' });
	const inputs = fields.map(field => {
		const list = field.list?.length ? make('datalist', { id: `list-${field.name}` }, ...field.list.map(value => make('option', { value }))) : null;
		const input = make('input', { id: `ask-${field.name}`, type: field.type ?? 'text', value: field.value ?? '', autocomplete: 'off', spellcheck: false,
			required: field.required ?? false, 'aria-describedby': field.hint ? `hint-${field.name}` : null });
		if (list)
			input.setAttribute('list', list.id);
		return { field, input, parts: [make('label', { htmlFor: input.id }, field.label), input, list, field.hint && make('p.hint', { id: `hint-${field.name}` }, field.hint)] };
	});
	const form = make('form', { method: 'dialog' }, make('h2', { id: 'ask-title' }, title), text && make('p', {}, text),
		...inputs.flatMap(one => one.parts).filter(Boolean), trouble,
		make('div.row', {}, make('button.main', { type: 'submit' }, yes), make('button', { type: 'button', onclick: () => dialog.close() }, no)));
	dialog.replaceChildren(form);
	return new Promise(done => {
		let answer = null;
		form.addEventListener('submit', event => {
			event.preventDefault();
			for (const { field, input } of inputs) {
				const said = field.check?.(input.value.trim());
				if (said) {
					trouble.textContent = said;
					input.focus();
					return;
				}
			}
			answer = Object.fromEntries(inputs.map(({ field, input }) => [field.name, input.value.trim()]));
			dialog.close();
		});
		dialog.addEventListener('close', () => { dialog.replaceChildren(); done(answer); }, { once: true });
		dialog.showModal();
		inputs[0]?.input.select();
	});
}
