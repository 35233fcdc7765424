// Base64 as age and minisign write it: standard alphabet, canonical, so that one value has one text.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((letter, value) => [letter, value]));

// The bytes, or null when the text is not canonical. With `padded` the text must end in "=" as
// minisign's does, without it must not, as in an age header.
export function decodeBase64(text, padded) {
	let digits = text;
	if (padded) {
		if (text.length % 4 !== 0)
			return null;
		digits = text.replace(/={1,2}$/, '');
		if (digits.length % 4 !== 0 && text.length - digits.length !== 4 - digits.length % 4)
			return null;
		if (digits.length % 4 === 0 && text.length !== digits.length)
			return null;
	}
	if (digits.length % 4 === 1)
		return null;
	const out = new Uint8Array(Math.floor(digits.length * 3 / 4));
	let held = 0, bits = 0, n = 0;
	for (const letter of digits) {
		const value = values.get(letter);
		if (value === undefined)
			return null;
		held = (held << 6 | value) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = held >> bits & 0xff;
		}
	}
	return (held & (1 << bits) - 1) === 0 ? out : null;
}
