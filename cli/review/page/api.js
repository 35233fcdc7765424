// The only door to the server. Everything is asked relative to the page's own address, which holds the token.

// This window, among others that show the same plan: what it did is what it can undo.
export const WINDOW = crypto.getRandomValues(new Uint32Array(2)).join('-');

// status 0: nobody answered, so nothing is known about what was asked for.
export class Trouble extends Error {
	constructor(status, message, hint = '') {
		super(message);
		this.status = status;
		this.hint = hint;
	}
}

async function ask(path, how) {
	let answer;
	try {
		answer = await fetch(path, { cache: 'no-store', ...how });
	} catch (error) {
		if (error.name === 'AbortError')
			throw error;
		throw new Trouble(0, 'Underseal does not answer.');
	}
	if (answer.ok)
		return answer;
	const said = await answer.json().catch(() => ({}));
	throw new Trouble(answer.status, said.error ?? `Underseal refused this (${answer.status}).`, said.hint);
}

export const get = async (path, how) => (await ask(`api/${path}`, how)).json();
export const getBlob = async (path, how) => (await ask(`api/${path}`, how)).blob();
export const post = async (path, said, how) =>
	(await ask(`api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said), ...how })).json();
export const postBytes = async (path, bytes) =>
	(await ask(`api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: bytes })).json();

// What changes from revision `since` on. { change, search, bye, lost } are called; close() ends it.
export function stream(since, calls) {
	const source = new EventSource(`api/events?since=${since}`);
	source.addEventListener('change', event => calls.change(JSON.parse(event.data)));
	source.addEventListener('search', () => calls.search());
	source.addEventListener('bye', () => { source.close(); calls.bye(); });
	source.onerror = () => { source.close(); calls.lost(); };
	return source;
}
