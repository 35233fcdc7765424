// Public keys and signatures as minisign writes them; see share/sign.c.

import { decodeBase64 } from './base64.js';
import { malformed } from './refusal.js';

const KEY_SIZE = 42, SIGNATURE_SIZE = 74;
const UNTRUSTED = 'untrusted comment: ', TRUSTED = 'trusted comment: ';

// { id, key } of the second line of a .pub file, or null.
export function readPublicKey(text) {
	const bytes = decodeBase64(text, true);
	if (!bytes || bytes.length !== KEY_SIZE || bytes[0] !== 0x45 || bytes[1] !== 0x64)   // "Ed"
		return null;
	return { id: bytes.slice(2, 10), key: bytes.slice(10) };
}

// Throws unless the signature is that key's, of that message. `crypto` has blake2b(bytes, size) and
// verify(signature, message, key).
export function checkSignature(sender, message, signatureBytes, crypto) {
	const lines = String.fromCharCode(...signatureBytes).split('\n');
	const bytes = decodeBase64(lines[1] ?? '', true), second = decodeBase64(lines[3] ?? '', true);
	if (lines.length !== 5 || lines[4] !== '' || !lines[0].startsWith(UNTRUSTED) || !lines[2].startsWith(TRUSTED) ||
		!bytes || bytes.length !== SIGNATURE_SIZE || !second || second.length !== 64)
		throw malformed('its signature is malformed');
	const isKeys = bytes[0] === 0x45 && bytes[1] === 0x44 && sender.id.every((byte, i) => byte === bytes[2 + i]);   // "ED"
	if (!isKeys)
		throw malformed('its signature was made with another key');
	const first = bytes.slice(10);
	if (!crypto.verify(first, crypto.blake2b(message, 64), sender.key))
		throw malformed('its signature does not hold');
	const comment = Uint8Array.from(lines[2].slice(TRUSTED.length), letter => letter.charCodeAt(0));
	if (!crypto.verify(second, Uint8Array.of(...first, ...comment), sender.key))
		throw malformed('the comment of its signature was changed');
}
