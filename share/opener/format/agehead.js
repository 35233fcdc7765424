// The header of an age file, version 1 (https://c2sp.org/age): share/agehead.c in another language, and
// as strict. Everything here is checked before any key is derived.

import { decodeBase64 } from './base64.js';
import { Refusal } from './refusal.js';

export const HEADER_LIMIT = 64 * 1024;
const COLUMNS = 64, WORK_MIN = 10, WORK_MAX = 20;
const WRAPPED = 32, SHARE = 32;   // bytes

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
// { mac, covered, size }, with the bytes that the MAC covers and the header's size, and how the file's
// key is wrapped: { salt, work, wrapped } by a passphrase, { stanzas: [{ share, wrapped }] } to keys.
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
	if (stanzas.length === 0)
		throw damaged('wraps no key');
	const lock = stanzas.some(stanza => stanza.words[0] === 'scrypt') ? readPassphrase(stanzas) : readRecipients(stanzas);
	return { ...lock, mac, covered: bytes.slice(0, mark + 3), size: lines.at };
}

// Age forbids company for a passphrase: whoever could add a stanza could hand over a file that its
// reader believes to come from somebody who knows the passphrase.
function readPassphrase(stanzas) {
	const [{ words, body }] = stanzas;
	const salt = words.length === 3 ? decodeBase64(words[1], false) : null;
	if (stanzas.length !== 1 || !salt || salt.length !== 16 || !/^[1-9][0-9]{0,2}$/.test(words[2]))
		throw damaged('has a malformed passphrase stanza');
	const work = Number(words[2]);
	if (work < WORK_MIN || work > WORK_MAX)
		throw damaged(`asks for work ${work}, which is outside ${WORK_MIN} to ${WORK_MAX}`);
	// another length would let one stanza hold several keys and test many passphrases at once
	if (body.length !== WRAPPED)
		throw damaged('has a wrapped key of the wrong length');
	return { salt, work, wrapped: body };
}

// Stanzas of kinds that are not known here are passed over, as age has it.
function readRecipients(stanzas) {
	const known = stanzas.filter(stanza => stanza.words[0] === 'X25519').map(({ words, body }) => {
		const share = words.length === 2 ? decodeBase64(words[1], false) : null;
		if (share?.length !== SHARE || body.length !== WRAPPED)
			throw damaged('has a malformed recipient');
		return { share, wrapped: body };
	});
	if (!known.length)
		throw new Refusal('foreign', 'This file is sealed to a kind of key that this page does not know. Open it with age and that key.');
	return { stanzas: known };
}
