// How sizes, dates and names are written for people.

export const element = id => document.getElementById(id);

export function sizeText(bytes) {
	const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
	let value = bytes, unit = 0;
	while (value >= 1000 && unit < units.length - 1)
		value /= 1000, unit++;
	if (unit === 0)
		return bytes === 1 ? '1 byte' : `${bytes} bytes`;
	return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

const dateIn = timeZone => new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });

// In UTC as on the command line, and on the reader's own clock where that is another time.
export function dateText(time) {
	const utc = dateIn('UTC').format(time), own = dateIn(undefined).format(time);
	return utc === own ? `${utc} UTC` : `${utc} UTC (${own} on your clock)`;
}

export const plural = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

export const leafOf = name => name.slice(name.lastIndexOf('/') + 1);

// A new element with properties and children; text is always text, never markup.
export function make(tag, properties = {}, ...children) {
	const node = Object.assign(document.createElement(tag), properties);
	node.append(...children);
	return node;
}

// Fills a list of terms with [term, description] pairs, without those that have nothing to say.
export function fillFacts(list, facts) {
	list.replaceChildren(...facts.filter(([, value]) => value)
		.flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, value)]));
}
