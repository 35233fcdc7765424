// Holds a stream of bytes against what the manifest says of them, region by region, as they come.

import { malformed } from '../format/refusal.js';
import { same } from '../format/zip.js';

function isZero(bytes) {
	let any = 0;
	for (let i = 0; i < bytes.length; i++)
		any |= bytes[i];
	return any === 0;
}

export class Check {
	// regions: see opening.js; digest: see primitives.js.
	constructor(regions, digest) {
		this.regions = regions;
		this.digest = digest;
		this.index = -1;
		this.#next();
	}

	#next() {
		do {
			if (this.index >= 0)
				this.#end(this.regions[this.index]);
			this.index++;
			this.at = 0;
			this.digest.begin();
		} while (this.regions[this.index]?.size === 0);
	}

	#end(region) {
		if (region.crc === undefined)
			return;
		const { crc, sha256 } = this.digest.done();
		if (crc !== region.crc || (region.sha256 && sha256 !== region.sha256))
			throw malformed('a file is not the one that its manifest says');
	}

	add(bytes) {
		while (bytes.length) {
			const region = this.regions[this.index];
			if (!region)
				throw malformed('more bytes than its manifest says');
			const part = bytes.subarray(0, region.size - this.at);
			if (region.bytes && !same(part, region.bytes.subarray(this.at, this.at + part.length)))
				throw malformed('an entry contradicts its directory');
			if (region.zeros && !isZero(part))
				throw malformed('its padding is not empty');
			if (region.crc !== undefined)
				this.digest.add(part);
			this.at += part.length;
			bytes = bytes.subarray(part.length);
			if (this.at === region.size)
				this.#next();
		}
	}

	// Every region was there, whole.
	done() {
		if (this.index < this.regions.length)
			throw malformed('a file ends early');
	}
}
