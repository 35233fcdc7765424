// Which marks and documents are shown, and marks put together by what they say.

import { BOX, LOW, PROPOSED, byOcr, isConfirmed } from './store.js';

export const ONLY = [
	['', 'All marks'],
	['unconfirmed', 'Not confirmed by a person'],
	['reason', 'Without a reason'],
	['low', 'Low confidence'],
	['ocr', 'Read by OCR'],
	['dark', 'On unsearchable pages'],
	['mine', 'Mine'],
	['note', 'With a note'],
	['unapproved', 'Not approved by a second person'],
];
export const STATE_FILTERS = [['', 'All'], ['0', 'Proposed'], ['1', 'Accepted'], ['2', 'Rejected']];
export const DOCUMENT_FILTERS = [
	['', 'All documents'],
	['open', 'With undecided marks'],
	['unconfirmed', 'With marks no person confirmed'],
	['unseen', 'With unseen pages'],
	['dark', 'With unsearchable pages'],
	['withheld', 'Withheld'],
	['trouble', 'With trouble'],
];

export const blank = () => ({ state: '', only: '', rule: '', code: '', words: '' });

export function markFilter(filter, store) {
	const tests = [];
	const { state, only, rule, code } = filter, words = filter.words.trim().toLowerCase();
	if (state !== '')
		tests.push(mark => mark.state === Number(state));
	if (rule)
		tests.push(mark => mark.rule === rule);
	if (code)
		tests.push(mark => mark.code === code);
	if (words)
		tests.push(mark => (mark.value ?? '').toLowerCase().includes(words));
	const reviewer = store.session.reviewer;
	const dark = new Map();
	const special = {
		unconfirmed: mark => !isConfirmed(mark),
		reason: mark => !mark.reason,
		low: mark => mark.rank < LOW,
		ocr: byOcr,
		dark: mark => {
			if (!dark.has(mark.document))
				dark.set(mark.document, new Set(store.documents[mark.document]?.unsearchable));
			return dark.get(mark.document).has(mark.page);
		},
		mine: mark => reviewer !== '' && mark.by === reviewer,
		note: mark => mark.note !== '',
		unapproved: mark => mark.state !== PROPOSED && !mark.approvedBy,
	}[only];
	if (special)
		tests.push(special);
	return mark => tests.every(test => test(mark));
}

// How many of a document's pages somebody has looked at.
export function seenCount(document) {
	if (document.seen === 'all')
		return document.pages || 1;
	let n = 0;
	for (const part of (document.seen ?? '').split(',').filter(Boolean)) {
		const [from, to = from] = part.split('-').map(Number);
		n += to - from + 1;
	}
	return n;
}
export const seenWhole = document => seenCount(document) >= Math.max(1, document.pages);
export function isSeen(document, page) {
	return document.seen === 'all' || (document.seen ?? '').split(',').some(part => {
		const [from, to = from] = part.split('-').map(Number);
		return part && page >= from && page <= to;
	});
}

const TROUBLE = ['gone', 'changed', 'failed'];
// A document that is not as it was when its plan was made, or cannot be read: nothing can be shown of it.
export const isBad = document => TROUBLE.includes(document?.state);

export function documentFilter(kind, words) {
	const wanted = words.trim().toLowerCase();
	const test = {
		open: document => document.counts[PROPOSED] > 0,
		unconfirmed: document => document.counts[PROPOSED] > 0 || document.by_rule > 0,
		unseen: document => !document.withheld && !seenWhole(document),
		dark: document => document.unsearchable?.length > 0,
		withheld: document => Boolean(document.withheld),
		trouble: isBad,
	}[kind] ?? (() => true);
	return document => test(document) && (!wanted || document.name.toLowerCase().includes(wanted));
}

// Marks with the same value as one group: { key, value, marks, counts }, the largest first.
export function groupsOf(marks, sort) {
	const groups = new Map();
	for (const mark of marks) {
		const key = mark.kind === BOX ? 'boxes' : mark.group >= 0 ? mark.group : `wait ${mark.rule}`;
		let group = groups.get(key);
		if (!group) {
			const value = key === 'boxes' ? 'Boxes and whole pages' : mark.group >= 0 ? mark.value : null;
			groups.set(key, group = { key: String(key), value, rule: mark.rule, code: mark.code, codes: new Set(), marks: [], counts: [0, 0, 0], byRule: 0, documents: new Set() });
		}
		group.marks.push(mark);
		group.codes.add(mark.code);
		group.counts[mark.state]++;
		if (mark.state !== PROPOSED && !isConfirmed(mark))
			group.byRule++;
		group.documents.add(mark.document);
	}
	const names = new Intl.Collator(undefined, { numeric: true });
	const list = [...groups.values()];
	if (sort === 'value')
		list.sort((a, b) => names.compare(a.value ?? '\uffff', b.value ?? '\uffff'));
	else if (sort !== 'place')
		list.sort((a, b) => b.marks.length - a.marks.length || names.compare(a.value ?? '\uffff', b.value ?? '\uffff'));
	return list;
}

