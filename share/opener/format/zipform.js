// The records of the one kind of ZIP that a bundle holds: share/zipform.c in another language.
// A reader prints every record again from what it read, and compares.

const UTF8 = 1 << 11, DATE_1980_01_01 = 33, UNIX = 3 << 8, MODE = 0o100644;
const FULL16 = 0xffff, FULL32 = 0xffffffff;
export const LOCAL = 30, LOCAL_WIDE = 20, CENTRAL = 46, CENTRAL_WIDE = 28, END = 22, END_WIDE = 76;
export const NAME_MAX = 4096;

export const localSize = (nameBytes, wide) => LOCAL + nameBytes.length + (wide ? LOCAL_WIDE : 0);
export const centralSize = (nameBytes, wide) => CENTRAL + nameBytes.length + (wide ? CENTRAL_WIDE : 0);
export const endSize = wide => END + (wide ? END_WIDE : 0);
// Where the content of an entry { nameBytes, size, crc, at } begins.
export const contentOf = (entry, wide) => entry.at + localSize(entry.nameBytes, wide);

// Writes little-endian numbers one behind the other.
class Record {
	constructor(size) {
		this.bytes = new Uint8Array(size);
		this.view = new DataView(this.bytes.buffer);
		this.at = 0;
	}
	u16(...values) {
		for (const value of values)
			this.view.setUint16(this.at, value, true), this.at += 2;
	}
	u32(...values) {
		for (const value of values)
			this.view.setUint32(this.at, value, true), this.at += 4;
	}
	u64(...values) {
		for (const value of values)
			this.view.setBigUint64(this.at, BigInt(value), true), this.at += 8;
	}
	raw(bytes) {
		this.bytes.set(bytes, this.at);
		this.at += bytes.length;
	}
}

const needed = wide => wide ? 45 : 20;

function putCommon(record, entry, wide, extra) {
	record.u16(needed(wide), UTF8, 0, 0, DATE_1980_01_01);
	record.u32(entry.crc, wide ? FULL32 : entry.size, wide ? FULL32 : entry.size);
	record.u16(entry.nameBytes.length, wide ? extra : 0);
}

export function localRecord(entry, wide) {
	const record = new Record(localSize(entry.nameBytes, wide));
	record.u32(0x04034b50);
	putCommon(record, entry, wide, LOCAL_WIDE);
	record.raw(entry.nameBytes);
	if (wide) {
		record.u16(1, LOCAL_WIDE - 4);
		record.u64(entry.size, entry.size);
	}
	return record.bytes;
}

export function centralRecord(entry, wide) {
	const record = new Record(centralSize(entry.nameBytes, wide));
	record.u32(0x02014b50);
	record.u16(UNIX | needed(wide));
	putCommon(record, entry, wide, CENTRAL_WIDE);
	record.u16(0, 0, 0);
	record.u32(MODE * 0x10000, wide ? FULL32 : entry.at);
	record.raw(entry.nameBytes);
	if (wide) {
		record.u16(1, CENTRAL_WIDE - 4);
		record.u64(entry.size, entry.size, entry.at);
	}
	return record.bytes;
}

export function endRecord(count, at, size, wide) {
	const record = new Record(endSize(wide));
	if (wide) {
		record.u32(0x06064b50);
		record.u64(44);
		record.u16(UNIX | 45, 45);
		record.u32(0, 0);
		record.u64(count, count, size, at);
		record.u32(0x07064b50, 0);
		record.u64(at + size);
		record.u32(1);
	}
	record.u32(0x06054b50);
	record.u16(0, 0, wide ? FULL16 : count, wide ? FULL16 : count);
	record.u32(wide ? FULL32 : size, wide ? FULL32 : at);
	record.u16(0);
	return record.bytes;
}
