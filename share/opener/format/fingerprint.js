// A sender's key as two people compare it over the telephone; share/fingerprint.h says how. The
// words and the digits are two spellings of one number.

const SIZE = 16, WORDS = 10;

const hashOf = (key, crypto) => crypto.blake2b(key, SIZE);

// "1f3a 90bc ..."
export function digits(key, crypto) {
	const hex = [...hashOf(key, crypto)].map(byte => byte.toString(16).padStart(2, '0')).join('');
	return hex.match(/.{4}/g).join(' ');
}

// "acorn-basil-...": the number in base 7776, ten digits, each a word of the list.
export function words(key, crypto, list) {
	let number = hashOf(key, crypto).reduce((sum, byte) => sum << 8n | BigInt(byte), 0n);
	const out = [];
	for (let i = 0; i < WORDS; i++) {
		out.unshift(list[Number(number % BigInt(list.length))]);
		number /= BigInt(list.length);
	}
	return out.join('-');
}
