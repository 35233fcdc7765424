// JSON read as strictly as the command line reads it: UTF-8, no key twice in one object, whole
// numbers only. JSON.parse would keep the last of two equal keys and say nothing.

import { malformed } from './refusal.js';
import { text } from './zip.js';

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gy;
const blank = /\s*/y;

// Throws when an object has a key twice or a number is no whole one. The JSON is known to be valid.
function checkTokens(json) {
	const keys = [];            // per open bracket: the keys so far, or null for a list
	let isKey = false, at = 0;
	for (;;) {
		blank.lastIndex = at;
		blank.test(json);
		token.lastIndex = blank.lastIndex;
		const found = token.exec(json)?.[0];
		if (found === undefined)
			return;
		at = token.lastIndex;
		if (found === '{' || found === '[') {
			keys.push(found === '{' ? new Set() : null);
			isKey = found === '{';
		} else if (found === '}' || found === ']') {
			keys.pop();
			isKey = false;
		} else if (found === ',') {
			isKey = keys.at(-1) !== null;
		} else if (isKey) {
			const key = JSON.parse(found), seen = keys.at(-1);
			if (seen.has(key))
				throw malformed('its manifest has a key twice');
			seen.add(key);
			isKey = false;
		} else if (/^[-0-9]/.test(found) && !/^(0|[1-9][0-9]{0,15})$/.test(found)) {
			throw malformed('its manifest has a number that cannot be');
		}
	}
}

export function readJson(bytes) {
	const json = text(bytes);
	let value;
	try {
		value = JSON.parse(json);
	} catch {
		throw malformed('its manifest is not JSON');
	}
	checkTokens(json);
	return value;
}
