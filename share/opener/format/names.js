// Which file names may travel in a bundle: share/names.c in another language.

const PART_MAX = 240, WHOLE_MAX = 1024, DEEPEST = 32;   // bytes, bytes, folders
const devices = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])$/i;
// characters that reorder, hide or break a line of text
const deceiving = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]/u;
const control = /[\u0000-\u001f\u007f-\u009f]/;
const loneSurrogate = /[\ud800-\udfff]/u;
const bytesOf = text => new TextEncoder().encode(text).length;

// Shown to people as they are, so nothing in them may break or turn a line.
export const isLabel = text => bytesOf(text) <= 200 && isPlain(text);
export const isPlain = text => !loneSurrogate.test(text) && !control.test(text) && !deceiving.test(text);

const isDevice = part => devices.test(part.split('.')[0].trim());

const isPart = part => part !== '' && bytesOf(part) <= PART_MAX && !/^[. ]|[. ]$/.test(part) && !isDevice(part);

export function isName(name) {
	const parts = name.split('/');
	return bytesOf(name) <= WHOLE_MAX && isPlain(name) && !/[\\:*?"<>|]/.test(name) &&
		parts.length <= DEEPEST && parts.every(isPart);
}

// As systems compare that ignore case and spell accents in two ways.
const keyOf = name => name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');

// True when two of the names are one file, or one is the folder of another, on such a system.
export function collide(names) {
	const keys = new Set(names.map(keyOf));
	if (keys.size !== names.length)
		return true;
	for (const key of keys)
		for (let at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1))
			if (keys.has(key.slice(0, at)))
				return true;
	return false;
}
