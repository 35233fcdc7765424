// Where what comes out of a bundle goes: straight to the disk where the browser can, otherwise
// through the browser's own memory and its list of downloads.
//
// A sink has write(bytes), close() and abort(). Nothing gets its name before close(), which is
// called when the whole file has proved to be the one that the sender signed.

import { leafOf, make } from './text.js';

export const canStream = () => 'showSaveFilePicker' in window;
export const canFillFolder = () => 'showDirectoryPicker' in window;

// Asks where to; null when the reader changed their mind. Must come first in answer to a click.
export async function pickFile(suggestedName) {
	try {
		const handle = await window.showSaveFilePicker({ suggestedName });
		return await handle.createWritable();
	} catch (error) {
		if (error.name === 'AbortError')
			return null;
		throw error;
	}
}

export async function pickFolder() {
	try {
		return await window.showDirectoryPicker({ mode: 'readwrite' });
	} catch (error) {
		if (error.name === 'AbortError')
			return null;
		throw error;
	}
}

const JOIN = 64 * 1024 * 1024;

// Collects a Blob. What is joined can move to the browser's disk; what is not, is in memory.
export class BlobSink {
	#blobs = [];
	#loose = [];
	#size = 0;

	constructor(type = 'application/octet-stream') {
		this.type = type;
	}
	async write(bytes) {
		this.#loose.push(bytes.slice());
		this.#size += bytes.length;
		if (this.#size >= JOIN)
			this.#join();
	}
	#join() {
		this.#blobs.push(new Blob(this.#loose));
		this.#loose = [];
		this.#size = 0;
	}
	async close() {
		this.#join();
		this.blob = new Blob(this.#blobs, { type: this.type });
	}
	async abort() {
		this.#blobs = this.#loose = [];
	}
}

// A BlobSink that becomes a download.
export class DownloadSink extends BlobSink {
	constructor(name) {
		super();
		this.name = name;
	}
	async close() {
		await super.close();
		const url = URL.createObjectURL(this.blob);
		const link = make('a', { href: url, download: this.name, hidden: true });
		document.body.append(link);
		link.click();
		link.remove();
		setTimeout(() => URL.revokeObjectURL(url), 10 * 60 * 1000);
	}
}

// The folder that holds `name`, and its last part; folders on the way are made on request. Null
// when one is missing.
async function folderOf(folder, name, create) {
	const parts = name.split('/');
	try {
		for (const part of parts.slice(0, -1))
			folder = await folder.getDirectoryHandle(part, { create });
		return folder;
	} catch (error) {
		if (!create && error.name === 'NotFoundError')
			return null;
		throw error;
	}
}

export async function isThere(folder, name) {
	const inner = await folderOf(folder, name, false);
	try {
		await inner?.getFileHandle(leafOf(name));
		return inner !== null;
	} catch (error) {
		if (error.name === 'NotFoundError')
			return false;
		return true;   // a folder of that name
	}
}

// A new file below a folder. The name exists, empty, from the beginning, because browsers have it
// so; abort() takes it away again.
export async function fileBelow(folder, name) {
	const inner = await folderOf(folder, name, true), leaf = leafOf(name);
	const handle = await inner.getFileHandle(leaf, { create: true });
	const writable = await handle.createWritable();
	return {
		write: bytes => writable.write(bytes),
		close: () => writable.close(),
		async abort() {
			await writable.abort().catch(() => {});
			await inner.removeEntry(leaf).catch(() => {});
		},
	};
}
