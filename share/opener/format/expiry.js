// Until when a bundle may be opened; times are milliseconds since 1970. The date is a promise of
// honest software, not a lock.

const SKEW = 5 * 60 * 1000;   // that two honest clocks may differ

// Reads exactly what share/expiry.c writes, "2026-12-31T23:59:59Z"; null otherwise.
export function readTime(text) {
	if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text))
		return null;
	const time = Date.parse(text);
	return Number.isNaN(time) || new Date(time).toISOString() !== text.replace('Z', '.000Z') ? null : time;
}

// 'open', 'expired', or 'early' when the clock stands before the day of sealing.
export function judge(made, notAfter, now) {
	if (now < made - SKEW)
		return 'early';
	// as on the command line, whose clock knows whole seconds only
	return Math.floor(now / 1000) * 1000 > notAfter ? 'expired' : 'open';
}
