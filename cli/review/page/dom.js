// Small helpers for elements and words. What comes from a document only ever becomes text, never markup.

export const byId = id => document.getElementById(id);

// make('button.main', { title: 'x', onclick: f }, 'text', element, …); null and false are left out.
export function make(kind, with_ = {}, ...inner) {
	const [name, ...looks] = kind.split('.');
	const made = document.createElement(name);
	if (looks.length)
		made.className = looks.join(' ');
	for (const [key, value] of Object.entries(with_)) {
		if (value === null || value === undefined || value === false)
			continue;
		if (key in made && !key.startsWith('aria'))
			made[key] = value;
		else
			made.setAttribute(key, value === true ? '' : value);
	}
	made.append(...inner.filter(one => one !== null && one !== undefined && one !== false && one !== ''));
	return made;
}

// The new contents of an element, as make() takes them.
export function fill(element, ...inner) {
	element.replaceChildren(...inner.filter(one => one !== null && one !== undefined && one !== false && one !== ''));
}

const numbers = new Intl.NumberFormat();
export const say = n => numbers.format(n || 0);
export const many = (n, one, more = `${one}s`) => `${say(n)} ${n === 1 ? one : more}`;
export const when = text => {
	const at = new Date(text);
	return !text || isNaN(at) ? text || '' : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
};

export const STATES = ['proposed', 'accepted', 'rejected'];
export const STATE_SIGNS = ['?', '\u2713', '\u2717'];

// One call a frame however often it is asked for.
export function onceAFrame(work) {
	let asked = false;
	return () => {
		if (asked)
			return;
		asked = true;
		requestAnimationFrame(() => { asked = false; work(); });
	};
}

export function later(work, wait) {
	let timer = 0;
	return (...given) => {
		clearTimeout(timer);
		timer = setTimeout(() => work(...given), wait);
	};
}

// "3,5-8" as numbers from 1 to `last`, or null where it is no such list.
export function rangeOf(text, last) {
	const all = new Set();
	for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
		const at = /^(\d+)(?:[-\u2013](\d+))?$/.exec(part);
		if (!at)
			return null;
		const from = Number(at[1]), to = Number(at[2] ?? at[1]);
		if (from < 1 || to < from || to > last)
			return null;
		for (let n = from; n <= to; n++)
			all.add(n);
	}
	return all.size ? [...all].sort((a, b) => a - b) : null;
}

export function rangeText(pages) {
	const parts = [];
	for (let i = 0; i < pages.length; i++) {
		const from = pages[i];
		while (pages[i + 1] === pages[i] + 1)
			i++;
		parts.push(pages[i] === from ? `${from}` : `${from}-${pages[i]}`);
	}
	return parts.join(',');
}
