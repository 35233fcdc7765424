// A file on the reader's disk, of which only the asked-for bytes are read.

import { Refusal } from '../format/refusal.js';

export class FileSource {
	constructor(file) {
		this.file = file;
		this.size = file.size;
	}
	async read(from, to) {
		let bytes;
		try {
			bytes = new Uint8Array(await this.file.slice(from, to).arrayBuffer());
		} catch {
			throw new Refusal('unreadable', 'The file cannot be read any more. Was it moved, changed or taken away? Choose it again.');
		}
		if (bytes.length !== to - from)
			throw new Refusal('unreadable', 'The file became shorter while it was read. Choose it again.');
		return bytes;
	}
}
