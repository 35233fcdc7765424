// The list of what is in the bundle: a part of it at a time, because there may be 200,000 files.

import { canView } from './view.js';
import { element, make, plural, sizeText } from './text.js';

const AT_ONCE = 200, FIND_FROM = 12;
const kinds = { 'read-me': 'what this is, in plain words', notice: 'the notice', log: 'what was redacted, and why', proof: 'what was checked in each document' };

// view(file) and save(file) answer to the buttons.
export function showFiles(files, { view, save }) {
	const list = element('files'), more = element('more'), find = element('find');
	let matching = files, shown = 0;

	const row = file => {
		const about = [sizeText(file.size), kinds[file.role]].filter(Boolean).join(' · ');
		const what = make('span', { className: 'what' },
			make('span', { className: 'name', dir: 'auto' }, file.name),
			make('span', { className: 'aside' }, about));
		if (file.role === 'document' && !file.proven)
			what.append(make('span', { className: 'mark' }, ' · without proof'));
		const button = (word, act) => {
			const made = make('button', { type: 'button', onclick: () => act(file) }, word);
			made.setAttribute('aria-label', `${word} ${file.name}`);
			return made;
		};
		return make('li', {}, what, ...(canView(file) ? [button('View', view)] : []), button('Save', save));
	};
	const showMore = () => {
		const next = matching.slice(shown, shown + AT_ONCE);
		list.append(...next.map(row));
		shown += next.length;
		more.hidden = shown >= matching.length;
		more.textContent = `Show ${plural(Math.min(AT_ONCE, matching.length - shown), 'more file', 'more files')}`;
		return list.children[shown - next.length];
	};
	const restart = () => {
		list.replaceChildren();
		shown = 0;
		showMore();
	};

	element('find-box').hidden = files.length < FIND_FROM;
	find.value = '';
	find.oninput = () => {
		const wanted = find.value.trim().normalize('NFC').toLowerCase();
		matching = wanted ? files.filter(file => file.name.normalize('NFC').toLowerCase().includes(wanted)) : files;
		restart();
		element('status').textContent = wanted ? plural(matching.length, 'file found', 'files found') : '';
	};
	more.onclick = () => showMore()?.querySelector('button')?.focus();
	restart();
}
