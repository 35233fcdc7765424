// An age file as text (share/agefile.c in another language): lines of 64 letters of base64, so that any
// place of the file has its place in the text, and no more of it is read than is asked for.

import { decodeBase64 } from './base64.js';
import { Refusal } from './refusal.js';

const BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----', END = '-----END AGE ENCRYPTED FILE-----';
const COLUMNS = 64, BYTES = 48, BLANKS = 1024;   // of a line; most blanks around it

const broken = () => new Refusal('damaged', 'The text of this bundle is damaged. Copy it again from its first line to its last, both with dashes.');
const textOf = bytes => bytes.reduce((text, byte) => text + String.fromCharCode(byte), '');

// A source (see stream.js) of what the text says.
class ArmorSource {
	// lines: how many; from: where the first begins; eol: 1 or 2 bytes
	constructor(raw, from, eol, lines, size) {
		Object.assign(this, { raw, from, eol, lines, size });
	}

	async read(from, to) {
		if (from === to)
			return new Uint8Array(0);
		const first = Math.floor(from / BYTES), last = Math.min(Math.ceil(to / BYTES), this.lines);
		const line = COLUMNS + this.eol, isLast = last === this.lines;
		const end = this.from + (isLast ? (last - 1) * line + Math.ceil((this.size - (last - 1) * BYTES) / 3) * 4 : last * line);
		const raw = await this.raw.read(this.from + first * line, end);
		const out = new Uint8Array(Math.min(last * BYTES, this.size) - first * BYTES);
		for (let i = first; i < last; i++) {
			const at = (i - first) * line, letters = textOf(raw.subarray(at, at + COLUMNS));
			const ends = textOf(raw.subarray(at + COLUMNS, at + line));
			const bytes = decodeBase64(letters, true);
			if (!bytes || (i < this.lines - 1 && (bytes.length !== BYTES || ends !== (this.eol === 2 ? '\r\n' : '\n'))))
				throw broken();
			out.set(bytes, (i - first) * BYTES);
		}
		return out.subarray(from - first * BYTES, to - first * BYTES);
	}
}

// The source itself, or what it says when it is text.
export async function unarmor(raw) {
	const head = textOf(await raw.read(0, Math.min(raw.size, BLANKS + BEGIN.length + 2)));
	const begin = head.length - head.replace(/^[ \t\r\n]{1,1024}/, '').length;
	if (!head.startsWith(BEGIN, begin))
		return raw;
	const eol = head.startsWith('\r\n', begin + BEGIN.length) ? 2 : head.startsWith('\n', begin + BEGIN.length) ? 1 : 0;
	const from = begin + BEGIN.length + eol;
	const tailAt = Math.max(from, raw.size - BLANKS - END.length - COLUMNS - 4);
	const tail = textOf(await raw.read(tailAt, raw.size)).replace(/[ \t\r\n]*$/, '');
	const line = COLUMNS + eol;
	const textSize = tailAt + tail.length - END.length - eol - from;   // all lines, without the last's end
	const lines = Math.ceil((textSize + eol) / line);
	if (!eol || !tail.endsWith((eol === 2 ? '\r\n' : '\n') + END) || textSize <= 0)
		throw broken();
	const rest = textSize - (lines - 1) * line;
	const last = decodeBase64(textOf(await raw.read(from + (lines - 1) * line, from + textSize)), true);
	if (rest <= 0 || rest > COLUMNS || !last || last.length === 0)
		throw broken();
	return new ArmorSource(raw, from, eol, lines, (lines - 1) * BYTES + last.length);
}
