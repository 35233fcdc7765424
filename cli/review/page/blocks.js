// The paragraphs and tables of a unit. A format that knows how its text looks says so (redact/model/look.h); of others the
// ends of lines and tabs tell paragraphs and tables.
//
// A block is a paragraph { beg, end, looks: Map of kind to its number, letters: [[beg, end, kind, n], …], label }, a table
// { rows: [{ names, free, cells: [{ across, down, blocks }] }], lines, rtl } or a box { blocks }; all have beg and end.

const LETTERS = new Set(['b', 'i', 'u', 's', 'caps', 'sc', 'sup', 'sub', 'size']);
const HOLDERS = new Set(['table', 'row', 'cell', 'box']);

// ---- where nothing is said -------------------------------------------------------------------------

// What stands like a heading: nothing says which paragraphs are some, and a reader finds his way by them. Looks only.
function isTitle(line, first) {
	const words = line.trim();
	return words.length > 2 && words.length <= 70 && !/[.,;:!?\u2026"\u201d)]$/.test(words) &&
		(/^(?:\d{1,2}|[IVX]{1,5})\.\s+\p{Lu}/u.test(words) || /^(?:article|section|schedule|exhibit|appendix|part) [\dA-Z]{1,4}\b/i.test(words) ||
			words === words.toUpperCase() && /\p{Lu}{3}/u.test(words) && !/\d{3}/.test(words) || first && words.split(/\s+/).length > 1);
}

// Whether the first row of a table is names: it has words alone where others have numbers.
function hasNames(rows, text) {
	const wordsOf = ({ cells }) => text.slice(cells[0].beg, cells[cells.length - 1].end), numbers = row => /\d/.test(wordsOf(row));
	return rows.length > 1 && !numbers(rows[0]) && !/:\s*$/.test(text.slice(rows[0].cells[0].beg, rows[0].cells[0].end)) && rows.slice(1).some(numbers);
}

const plain = (beg, end, looks = new Map()) => ({ beg, end, looks, letters: [], label: null });

function guessed({ text, kind }) {
	const blocks = [];
	let first = true;
	for (let beg = 0; beg <= text.length;) {
		let end = text.indexOf('\n', beg);
		if (end < 0)
			end = text.length;
		if (end > beg) {
			const line = text.slice(beg, end), last = blocks[blocks.length - 1];
			if (line.trim().includes('\t')) {
				const cells = [];
				let at = beg;
				for (const cell of line.split('\t')) {
					const to = at + cell.length;
					cells.push({ beg: at, end: to, across: 1, down: 1, blocks: cell ? [plain(at, to)] : [] });
					at = to + 1;
				}
				if (last?.rows && last.end === beg && last.rows[0].cells.length === cells.length) {
					last.rows.push({ cells, free: 0 });
					last.end = end + 1;
				} else {
					blocks.push({ rows: [{ cells, free: 0 }], beg, end: end + 1 });
				}
			} else {
				blocks.push(plain(beg, end, new Map(kind === 'body' && isTitle(line, first) ? [['guess', 1]] : [])));
			}
			first = false;
		}
		beg = end + 1;
	}
	for (const { rows } of blocks)
		if (rows)
			rows[0].names = hasNames(rows, text);
	for (const block of blocks)
		block.lines = block.rows?.length > 1;
	return blocks;
}

// ---- where it is -----------------------------------------------------------------------------------

// Tables, rows, cells and boxes as a tree.
function holdersOf(looks) {
	const top = { kind: 'all', end: Infinity, inner: [] }, open = [top];
	const within = { row: 'table', cell: 'row' };
	for (const [beg, end, kind, n = 0, m = 0] of looks) {
		if (!HOLDERS.has(kind))
			continue;
		while (open.length > 1 && open[open.length - 1].end <= beg)
			open.pop();
		while (open.length > 1 && (within[kind] ? open[open.length - 1].kind !== within[kind] : !/^(cell|box)$/.test(open[open.length - 1].kind)))
			open.pop();
		const one = { kind, beg, end, n, m, inner: [] };
		if (within[kind] && open.length === 1)
			continue;
		open[open.length - 1].inner.push(one);
		open.push(one);
	}
	return top.inner;
}

class Reader {
	constructor({ text, looks = [], labels = [] }) {
		this.text = text;
		this.labels = new Map(labels.map(([at, words, letters = '']) => [at, { words, letters }]));
		this.paragraphs = new Map();   // where one begins: { end, looks }
		this.pages = [];
		this.letters = [];             // in order, each is given to a paragraph once
		this.letter = this.page = 0;
		for (const look of looks) {
			const [beg, end, kind, n = 1] = look;
			if (LETTERS.has(kind))
				this.letters.push(look);
			else if (kind === 'page')
				this.pages.push(beg);
			else if (!HOLDERS.has(kind)) {
				if (!this.paragraphs.has(beg))
					this.paragraphs.set(beg, { end, looks: new Map() });
				this.paragraphs.get(beg).looks.set(kind, n);
			}
		}
	}
	// of [beg, end), which `holders` lie in
	blocks(beg, end, holders) {
		const list = [];
		let gap = false;
		for (let at = beg, next = 0; at < end;) {
			const holder = holders[next];
			if (holder && holder.beg <= at) {
				list.push(holder.kind === 'table' ? this.#table(holder) : this.#box(holder));
				at = Math.max(at, holder.end);
				next++;
				continue;
			}
			const said = this.paragraphs.get(at), line = this.text.indexOf('\n', at);
			const limit = Math.min(end, holder?.beg ?? end);
			const to = Math.min(limit, said?.end ?? (line < 0 ? limit : line));
			const block = this.#paragraph(at, to, said?.looks, this.labels.get(at));
			if (block) {
				block.gap = gap;
				list.push(block);
			}
			gap = !block;
			at = to + 1;
		}
		return list;
	}
	#paragraph(from, to, looks = new Map(), label = null) {
		let beg = from, end = to;
		while (beg < end && this.text[beg] === '\n')
			beg++;
		while (end > beg && this.text[end - 1] === '\n')
			end--;
		if (beg === end && !label)
			return null;
		const block = { ...plain(beg, end, looks), label };
		for (; this.letter < this.letters.length && this.letters[this.letter][0] < end; this.letter++)
			if (this.letters[this.letter][1] > beg)
				block.letters.push(this.letters[this.letter]);
		for (; this.page < this.pages.length && this.pages[this.page] <= end; this.page++)
			block.page = true;
		return block;
	}
	#box({ beg, end, inner }) { return { beg, end, box: true, blocks: this.blocks(beg, end, inner) }; }
	#table({ beg, end, n, m, inner }) {
		return { beg, end, lines: n > 0, rtl: m > 0, rows: inner.map(row => ({ beg: row.beg, end: row.end, names: row.n > 0, free: row.m,
			cells: row.inner.filter(cell => cell.m > 0).map(cell => ({ beg: cell.beg, end: cell.end, across: cell.n, down: cell.m,
				blocks: this.blocks(cell.beg, Math.max(cell.beg, cell.end - 1), cell.inner) })) })) };
	}
}

export function blocksOf(unit) {
	if (!unit.looks && !unit.labels)
		return guessed(unit);
	return new Reader(unit).blocks(0, unit.text.length, holdersOf(unit.looks ?? []));
}
