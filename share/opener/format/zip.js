// Reads the directory of a bundle's archive, as strictly as share/zipin.c: entries end to end from
// byte 0, the directory right behind, its end right behind that, every byte as we would write it.

import { malformed } from './refusal.js';
import { CENTRAL, CENTRAL_WIDE, END, NAME_MAX, centralRecord, contentOf, endRecord, endSize } from './zipform.js';

export const ENTRIES_MAX = 200004;   // files, manifest, signature, padding
const DIRECTORY_MAX = 256 * 1024 * 1024;

export function same(a, b) {
	let different = a.length ^ b.length;
	for (let i = 0; i < a.length; i++)
		different |= a[i] ^ b[i];
	return different === 0;
}

export const text = bytes => {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw malformed('text that is not UTF-8');
	}
};

const view = bytes => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

// A 64-bit number; anything that a double does not hold exactly is far over every limit.
const big = (data, at) => {
	const value = data.getBigUint64(at, true);
	return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : Infinity;
};

async function readEnd(stream) {
	if (stream.size < END)
		throw malformed('no archive');
	let data = view(await stream.read(stream.size - END, stream.size));
	const wide = data.getUint16(10, true) === 0xffff;
	let end = { wide, count: data.getUint16(10, true), size: data.getUint32(12, true), at: data.getUint32(16, true) };
	const tail = endSize(wide);
	if (stream.size < tail)
		throw malformed('its end is cut off');
	const bytes = await stream.read(stream.size - tail, stream.size);
	if (wide) {
		data = view(bytes);
		end = { wide, count: big(data, 32), size: big(data, 40), at: big(data, 48) };
	}
	if (end.at + end.size !== stream.size - tail)
		throw malformed('its directory is not where it should be');
	if (end.size > DIRECTORY_MAX || end.count > end.size / CENTRAL || end.count > ENTRIES_MAX)
		throw malformed('its directory has an impossible size');
	if (!same(bytes, endRecord(end.count, end.at, end.size, wide)))
		throw malformed('its end is not canonical');
	return end;
}

// { wide, entries: [{ name, nameBytes, size, crc, at }], directory: { at, bytes } }
export async function readZip(stream) {
	const { wide, count, size, at: directoryAt } = await readEnd(stream);
	const bytes = await stream.read(directoryAt, directoryAt + size);
	const data = view(bytes);
	const entries = [];
	let p = 0, at = 0;
	while (entries.length < count) {
		if (size - p < CENTRAL)
			throw malformed('its directory ends early');
		const n = data.getUint16(p + 28, true);
		const whole = CENTRAL + n + (wide ? CENTRAL_WIDE : 0);
		if (n === 0 || n > NAME_MAX || size - p < whole)
			throw malformed('a name is empty or too long');
		const nameBytes = bytes.slice(p + CENTRAL, p + CENTRAL + n);
		const entry = {
			name: text(nameBytes), nameBytes, at, crc: data.getUint32(p + 16, true),
			size: wide ? big(data, p + CENTRAL + n + 4) : data.getUint32(p + 24, true),
		};
		at = contentOf(entry, wide) + entry.size;
		// before it is printed: an impossible number must not come to the printer
		if (at > directoryAt)
			throw malformed('an entry reaches over its directory');
		if (!same(bytes.subarray(p, p + whole), centralRecord(entry, wide)))
			throw malformed('an entry of its directory is not canonical');
		entries.push(entry);
		p += whole;
	}
	if (at !== directoryAt || p !== size)
		throw malformed('its entries leave a gap');
	return { wide, entries, directory: { at: directoryAt, bytes } };
}
