// Text that flows: a unit as a section of paragraphs and tables with the marks in them.

import { make } from './dom.js';
import { markedText } from './words.js';

const TITLES = {
	body: 'Text', header: 'Header', footer: 'Footer', note: 'Notes', comment: 'Comments', textbox: 'Text box', field: 'Form field',
	annotation: 'Annotation', bookmark: 'Bookmarks', link: 'Link', metadata: 'Metadata', attachment: 'Attachment', script: 'Script',
	structure: 'Structure and alternative text', hidden: 'Hidden text', name: 'Name', picture: 'Words in a picture', page: 'Page',
};

// Blocks of a unit: { beg, end } a paragraph, { rows: [[{ beg, end }, …], …] } a table.
function blocksOf(text) {
	const blocks = [];
	for (let beg = 0; beg <= text.length;) {
		let end = text.indexOf('\n', beg);
		if (end < 0)
			end = text.length;
		if (end > beg) {
			const line = text.slice(beg, end);
			if (line.trim().includes('\t')) {
				const cells = [];
				let at = beg;
				for (const cell of line.split('\t')) {
					cells.push({ beg: at, end: at + cell.length });
					at += cell.length + 1;
				}
				const last = blocks[blocks.length - 1];
				if (last?.rows && last.end === beg && last.rows[0].length === cells.length) {
					last.rows.push(cells);
					last.end = end + 1;
				} else {
					blocks.push({ rows: [cells], beg, end: end + 1 });
				}
			} else {
				blocks.push({ beg, end });
			}
		}
		beg = end + 1;
	}
	return blocks;
}

export function drawUnit(unit, marks, how) {
	const mine = marks.filter(mark => mark.unit === unit.id && mark.end > mark.beg);
	const stretch = (kind, { beg, end }) => {
		const element = make(kind, { dir: 'auto' }, ...markedText(unit, beg, end, mine, how));
		element.dataset.unit = unit.id;
		element.dataset.beg = beg;
		return element;
	};
	return blocksOf(unit.text).map(block => block.rows
		? make('div.cells', {}, ...block.rows.map(row => make('div', {}, ...row.map(cell => stretch('span', cell)))))
		: stretch('p', block));
}

export function drawSection(unit, marks, how) {
	const title = TITLES[unit.kind] ?? unit.kind;
	const section = make(`section.unit.${unit.kind}`, { 'aria-label': `${title}, ${unit.id}` },
		make('h3', {}, title, unit.kind === 'body' ? '' : make('span.where', {}, unit.id),
			unit.stays === false && make('span.drops', { title: 'The output does not have this part at all. What is found here is looked for everywhere else.' }, 'left out of the output')),
		...drawUnit(unit, marks, how));
	section.dataset.section = unit.id;
	return section;
}

// Which units are not the words of a page: those stand in boxes over its picture.
export const isAside = unit => unit.kind !== 'page' && unit.text.trim() !== '' && !/ (by place|by column|in pixels)$/.test(unit.id);
