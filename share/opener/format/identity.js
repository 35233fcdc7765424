// The secret keys of a recipient, as age-keygen writes them: share/agex25519.c in another language.

import { decodeBech32 } from './bech32.js';
import { Refusal } from './refusal.js';

export const IDENTITIES_LIMIT = 64 * 1024;
const KEY = 32;

const unfit = sentence => new Refusal('key', sentence);

function troubleOf(line) {
	if (/^age1/i.test(line))
		return 'That is the public key, which only seals. The secret key that opens is a line that begins with AGE-SECRET-KEY-1.';
	if (line.startsWith('age-encryption.org/') || line.startsWith('-----BEGIN AGE'))
		return 'That key file is itself locked with a passphrase. This page does not open such files: open the bundle with age.';
	if (/^AGE-SECRET-KEY-1/i.test(line))
		return 'The key is not whole or has a slip in it. Copy it again, all of the line that begins with AGE-SECRET-KEY-1.';
	return 'That is no key of age: a key file has a line that begins with AGE-SECRET-KEY-1. Keys of other kinds are for age on the command line.';
}

// The keys of a text, 32 bytes each; there is at least one, or it throws.
export function readIdentities(text) {
	if (text.length > IDENTITIES_LIMIT)
		throw unfit(troubleOf(''));
	const lines = text.split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#'));
	const keys = lines.map(line => {
		const key = decodeBech32(line, 'age-secret-key-');
		if (key?.length !== KEY)
			throw unfit(troubleOf(line));
		return key;
	});
	if (!keys.length)
		throw unfit(troubleOf(''));
	return keys;
}
