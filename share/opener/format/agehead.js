// The header of an age file, version 1 (https://c2sp.org/age), for a passphrase: share/agehead.c
// in another language, and as strict. Everything here is checked before any key is derived.

import { decodeBase64 } from './base64.js';
import { Refusal } from './refusal.js';

export const HEADER_LIMIT = 64 * 1024;
const COLUMNS = 64, WORK_MIN = 10, WORK_MAX = 20;

const damaged = what => new Refusal('damaged', `This file is damaged: its header ${what}.`);

// Gives out the lines of a text whose every line ends in LF.
class Lines {
	constructor(text) {
		this.text = text;
		this.at = 0;
	}
	startsWith(word) {
		return this.text.startsWith(word, this.at);
	}
	next() {
		const end = this.text.indexOf('\n', this.at);
		if (end < 0)
			throw damaged(this.text.length >= HEADER_LIMIT ? 'is too long' : 'ends early');
		const line = this.text.slice(this.at, end);
		this.at = end + 1;
		return line;
	}
}

function readStanza(lines) {
	const words = lines.next().slice(3).split(' ');
	if (!words.every(word => /^[\x21-\x7e]+$/.test(word)))
		throw damaged('has an empty or unprintable word');
	let body = '', line;
	do {
		line = lines.next();
		if (line.length > COLUMNS)
			throw damaged('has an over-long line');
		body += line;
	} while (line.length === COLUMNS);
	const bytes = decodeBase64(body, false);
	if (!bytes)
		throw damaged('is not canonical base64');
	return { words, body: bytes };
}

// bytes: the first HEADER_LIMIT of the file, or all of it. Returns what follows from the header:
// { salt, work, wrapped, mac, covered, size }, with the bytes that the MAC covers and the header's size.
export function readHeader(bytes) {
	// one character a byte, so that places in the text are places in the file
	let text = '';
	for (let at = 0; at < Math.min(bytes.length, HEADER_LIMIT); at += 4096)
		text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 4096, HEADER_LIMIT)));
	if (!text.startsWith('age-encryption.org/'))
		throw new Refusal('foreign', 'This file is not a sealed bundle. A bundle’s name ends in “.age”.');
	const lines = new Lines(text);
	if (lines.next() !== 'age-encryption.org/v1')
		throw new Refusal('foreign', 'This file is sealed in a version of the format that this page does not know.');
	const stanzas = [];
	while (lines.startsWith('-> '))
		stanzas.push(readStanza(lines));
	const mark = lines.at;
	const last = lines.next();
	if (!last.startsWith('--- '))
		throw damaged('has a line that does not belong there');
	const mac = decodeBase64(last.slice(4), false);
	if (!mac || mac.length !== 32)
		throw damaged('has a malformed check value');
	return { ...readPassphrase(stanzas), mac, covered: bytes.slice(0, mark + 3), size: lines.at };
}

// Age forbids company for a passphrase: whoever could add a stanza could hand over a file that its
// reader believes to come from somebody who knows the passphrase.
function readPassphrase(stanzas) {
	if (!stanzas.some(stanza => stanza.words[0] === 'scrypt')) {
		if (stanzas.length === 0)
			throw damaged('wraps no key');
		throw new Refusal('foreign', 'This file is sealed to a key, not with a passphrase. Open it on the command line, with that key.');
	}
	const [{ words, body }] = stanzas;
	const salt = words.length === 3 ? decodeBase64(words[1], false) : null;
	if (stanzas.length !== 1 || !salt || salt.length !== 16 || !/^[1-9][0-9]{0,2}$/.test(words[2]))
		throw damaged('has a malformed passphrase stanza');
	const work = Number(words[2]);
	if (work < WORK_MIN || work > WORK_MAX)
		throw damaged(`asks for work ${work}, which is outside ${WORK_MIN} to ${WORK_MAX}`);
	// another length would let one stanza hold several keys and test many passphrases at once
	if (body.length !== 32)
		throw damaged('has a wrapped key of the wrong length');
	return { salt, work, wrapped: body };
}
