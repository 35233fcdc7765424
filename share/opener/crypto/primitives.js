// The door to all cryptography: libsodium compiled to WebAssembly for what is done to every byte or
// decides who signed, hash-wasm for the hashes of files, noble for the keys. The rest of the page
// knows only this file.

import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { createCRC32, createSHA256 } from 'hash-wasm';
import libsodium from 'libsodium';

const X25519 = 'age-encryption.org/v1/X25519';
const latin = text => Uint8Array.from(text, letter => letter.charCodeAt(0));

// Memory of libsodium's own, with room for `size` bytes.
class Room {
	constructor(sodium, size) {
		this.sodium = sodium;
		this.at = sodium._malloc(size);
		if (!this.at)
			throw new RangeError('out of memory');
	}
	put(bytes, offset = 0) {
		this.sodium.HEAPU8.set(bytes, this.at + offset);
		return this.at + offset;
	}
	get(size, offset = 0) {
		return this.sodium.HEAPU8.subarray(this.at + offset, this.at + offset + size);
	}
	// Runs work(room) and forgets what was in it.
	static with(sodium, size, work) {
		const room = new Room(sodium, size);
		try {
			return work(room);
		} finally {
			room.get(size).fill(0);
			sodium._free(room.at);
		}
	}
}

// Browsers begin to have ChaCha20-Poly1305 of their own, which is faster; null where they have not.
async function nativeDecrypt(key) {
	const algorithm = iv => ({ name: 'ChaCha20-Poly1305', iv });
	let own;
	try {
		own = await crypto.subtle.importKey('raw-secret', key, 'ChaCha20-Poly1305', false, ['encrypt', 'decrypt']);
		// one that is not what it is called must not be taken for a damaged file
		if ((await crypto.subtle.encrypt(algorithm(new Uint8Array(12)), own, new Uint8Array(1))).byteLength !== 17)
			return null;
	} catch {
		return null;
	}
	return async (_, nonce, sealed, out) => {
		try {
			out.set(new Uint8Array(await crypto.subtle.decrypt(algorithm(nonce), own, sealed)));
			return true;
		} catch (error) {
			if (error.name === 'OperationError')
				return false;
			throw error;
		}
	};
}

export async function loadPrimitives() {
	const sodium = await libsodium();
	const chunk = new Room(sodium, 65536 + 16), keys = new Room(sodium, 32 + 12);

	return {
		// What decrypts many chunks with one key: as decrypt(), or a promise of it.
		async bulkDecrypt(key) {
			return await nativeDecrypt(key) ?? this.decrypt;
		},

		// ChaCha20-Poly1305 of up to one chunk; false when it is not authentic. out may lie in sealed.
		decrypt(key, nonce, sealed, out) {
			if (sealed.length < 16 || sealed.length > 65552)
				return false;
			keys.put(key);
			keys.put(nonce, 32);
			chunk.put(sealed);
			const bad = sodium._crypto_aead_chacha20poly1305_ietf_decrypt(chunk.at, 0, 0,
				chunk.at, sealed.length, 0, 0, 0, 0, keys.at + 32, keys.at);
			if (bad === 0)
				out.set(chunk.get(sealed.length - 16));
			return bad === 0;
		},

		blake2b(bytes, size) {
			return Room.with(sodium, bytes.length + size, room => {
				room.put(bytes, size);
				sodium._crypto_generichash(room.at, size, room.at + size, bytes.length, 0, 0, 0);
				return room.get(size).slice();
			});
		},

		// Ed25519, with libsodium's own strictness about keys and points.
		verify(signature, message, key) {
			return Room.with(sodium, 96 + message.length, room => {
				room.put(signature);
				room.put(key, 64);
				room.put(message, 96);
				return sodium._crypto_sign_verify_detached(room.at, room.at + 96, message.length, 0, room.at + 64) === 0;
			});
		},

		// The wrap key that a recipient's secret key makes of a stanza's share: what agex25519.c does. Null
		// for points of small order, whose product everybody knows.
		unwrapKey(secret, share) {
			const [own, product] = Room.with(sodium, 128, room => {
				room.put(secret);
				room.put(share, 32);
				sodium._crypto_scalarmult_base(room.at + 64, room.at);
				const bad = sodium._crypto_scalarmult(room.at + 96, room.at, room.at + 32);
				return [room.get(32, 64).slice(), bad ? null : room.get(32, 96).slice()];
			});
			return product && hkdf(sha256, product, Uint8Array.of(...share, ...own), latin(X25519), 32);
		},

		// The keys of an age file: what agekeys.c does. `progress` is called with 0 to 1.
		scrypt: (pass, salt, work, progress) =>
			scryptAsync(pass, Uint8Array.of(...latin('age-encryption.org/v1/scrypt'), ...salt),
				{ N: 2 ** work, r: 8, p: 1, dkLen: 32, onProgress: progress, asyncTick: 100, maxmem: 2 ** 31 }),
		headerMac: (fileKey, covered) => hmac(sha256, hkdf(sha256, fileKey, undefined, latin('header'), 32), covered),
		payloadKey: (fileKey, nonce) => hkdf(sha256, fileKey, nonce, latin('payload'), 32),
	};
}

// Hashes that take a file piece by piece: { add(bytes), done() -> { sha256, crc } }.
export async function loadDigest() {
	const sha = await createSHA256(), crc = await createCRC32();
	return {
		begin() {
			sha.init();
			crc.init();
		},
		add(bytes) {
			sha.update(bytes);
			crc.update(bytes);
		},
		done: () => ({ sha256: sha.digest(), crc: parseInt(crc.digest(), 16) }),
	};
}
