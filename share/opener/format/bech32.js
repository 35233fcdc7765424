// Bech32 (BIP 173), in which age writes its keys: share/bech32.c in another language.

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l', CHECKSUM = 6, LONGEST = 512;
const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

const step = (sum, value) =>
	generator.reduce((next, mask, i) => sum >>> 25 + i & 1 ? next ^ mask : next, (sum & 0x1ffffff) << 5 ^ value);

function checksumHolds(front, values) {
	const letters = [...front].map(letter => letter.charCodeAt(0));
	return [...letters.map(code => code >> 5), 0, ...letters.map(code => code & 31), ...values].reduce(step, 1) === 1;
}

// Five-bit values to bytes, or null when the bits left over are too many or not zero.
function regroup(values) {
	const out = [];
	let held = 0, bits = 0;
	for (const value of values) {
		held = (held << 5 | value) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out.push(held >> bits & 0xff);
		}
	}
	return bits < 5 && (held & (1 << bits) - 1) === 0 ? Uint8Array.from(out) : null;
}

// The bytes behind `front` and a 1, or null. The text may be in either case, but not in both.
export function decodeBech32(text, front) {
	const plain = text.toLowerCase();
	if (text.length > LONGEST || (text !== plain && text !== text.toUpperCase()) || !plain.startsWith(`${front}1`))
		return null;
	const values = [...plain.slice(front.length + 1)].map(letter => alphabet.indexOf(letter));
	if (values.length < CHECKSUM || values.includes(-1) || !checksumHolds(front, values))
		return null;
	return regroup(values.slice(0, -CHECKSUM));
}
