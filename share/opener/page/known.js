// The senders whose bundles were opened in this browser: trust on first use, as share/known.c has it.
//
// A page from the disk has no storage that every browser gives it, nor one that is its alone: other
// pages from the disk may write there too. So what is remembered helps to notice a stranger, and is
// never told as a proof; and where nothing can be remembered, nothing is said.

const NAME = 'underseal known-senders', MOST = 1000;

const isSender = one => typeof one?.key === 'string' && /^([0-9a-f]{4} ){7}[0-9a-f]{4}$/.test(one.key) &&
	typeof one.since === 'string' && /^\d{4}-\d\d-\d\d$/.test(one.since);

// The list of { key, since }, or null where this browser keeps none. key: a fingerprint's digits.
function load() {
	try {
		const list = JSON.parse(localStorage.getItem(NAME) ?? '[]');
		return Array.isArray(list) ? list.filter(isSender) : [];
	} catch (error) {
		return error instanceof SyntaxError ? [] : null;
	}
}

function store(list) {
	try {
		localStorage.setItem(NAME, JSON.stringify(list.slice(-MOST)));
		return true;
	} catch {
		return false;
	}
}

// { since } of a sender that was met before; { first: true } when nobody is known yet, { first: false }
// when others are; null where this browser remembers nothing.
export function judge(key) {
	const list = load();
	if (!list || !store(list))
		return null;
	const since = list.find(one => one.key === key)?.since;
	return since ? { since } : { first: list.length === 0 };
}

// today: "2026-11-22"
export function remember(key, today) {
	const list = load();
	if (list && !list.some(one => one.key === key))
		store([...list, { key, since: today }]);
}

export const known = () => load()?.length ?? 0;

export function forgetAll() {
	try {
		localStorage.removeItem(NAME);
	} catch {
		// then there is nothing to forget
	}
}
