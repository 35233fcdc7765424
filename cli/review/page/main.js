// The page: puts its parts together, and says what happens.

import { byId, fill, make, many, say } from './dom.js';
import { get } from './api.js';
import { asking } from './ask.js';
import { Deeds } from './deeds.js';
import { Documents } from './documents.js';
import { Draw } from './draw.js';
import { isBad, seenWhole } from './filters.js';
import { setUpDrawers } from './drawers.js';
import { setUpKeys } from './keys.js';
import { nameOf } from './boxes.js';
import { Panel } from './panel.js';
import { Pictures } from './pictures.js';
import { Place } from './place.js';
import { Saving } from './saving.js';
import { Search } from './search.js';
import { Seen } from './seen.js';
import { Sheet } from './sheet.js';
import { Store } from './store.js';
import { Texts } from './texts.js';
import { setUpTip } from './tip.js';
import { Values } from './values.js';
import { selectedIn } from './words.js';

const store = new Store(), place = new Place();
const app = { store, place, pictures: new Pictures(), texts: new Texts(document => store.documents[document]?.pages ?? 0), saving: new Saving(store), selected: [], asking };
const MANY = 5000;          // marks that are read at once in no time
const stamps = new Map();   // document -> how often it changed: pictures of what will be are drawn anew

// ---- what is said ---------------------------------------------------------------------------------

app.tell = words => {
	if (words === 'zoom')
		byId('zoom').textContent = `${app.sheet.percent()} %`;
	else
		byId('said').textContent = words;
};
app.complain = error => {
	fill(byId('trouble-text'), make('strong', {}, error.message), error.hint ? ` ${error.hint}` : '');
	byId('trouble').hidden = false;
};
byId('trouble-close').addEventListener('click', () => { byId('trouble').hidden = true; });

// ---- where one is ---------------------------------------------------------------------------------

app.current = () => store.marks.get(place.mark) ?? null;
app.stampOf = document => stamps.get(document) ?? 0;
app.goTo = mark => {
	place.set({ document: mark.document, page: mark.page || place.page, mark: mark.key }, { scroll: 'mark' });
	app.tell(nameOf(mark) + (mark.page ? `, page ${mark.page}` : '') + `. ${mark.rule ? `Rule ${mark.rule}.` : ''}`);
};
app.choose = key => {
	place.set({ mark: key, page: store.marks.get(key)?.page || place.page });
	app.tell(nameOf(store.marks.get(key)));
};
app.open = (document, page = 1) => place.set({ document, page, mark: place.document === document ? place.mark : null }, { scroll: 'page' });
app.step = direction => {
	const mark = app.rail.neighbour(direction);
	if (mark)
		app.goTo(mark);
	else
		app.tell(direction > 0 ? 'That was the last mark of the list.' : 'That was the first mark of the list.');
};
app.turnDocument = direction => {
	const next = store.documents[place.document + direction];
	if (next)
		app.open(next.id);
};
app.toggle = what => {
	if (what === 'after' && !place.after)
		app.draw.end();
	place.set({ [what]: !place[what] });
	app.tell(what === 'after' ? place.after ? 'The pages as they will be, with what is accepted now.' : 'The pages as they are.' : place.beside ? 'The text is beside the pages.' : 'The pages alone.');
};
app.escape = () => {
	if (app.closeDrawers())
		return;
	if (app.draw.end())
		return;
	if (!getSelection().isCollapsed)
		getSelection().removeAllRanges();
	else
		place.set({ mark: null });
};
app.showTab = tab => {
	place.set({ tab });
	for (const name of ['documents', 'values', 'search']) {
		byId(`tab-${name}`).setAttribute('aria-selected', name === tab);
		byId(`tab-${name}`).tabIndex = name === tab ? 0 : -1;
		byId(`panel-${name}`).hidden = name !== tab;
	}
	if (tab === 'values')
		app.values.show();
	if (tab === 'documents')
		app.documents.show();
};
// A hit of a search: chosen as the words that t would mark.
app.showHit = async (document, unit, beg, end, page) => {
	const mark = store.ofDocument(document).find(one => one.unit === unit && one.beg <= beg && one.end >= end);
	if (mark)
		return app.goTo(mark);
	place.set({ document, page: page || 1, mark: null }, { scroll: 'page' });
	const text = await app.texts.get(document, page || 1, true).catch(() => null);
	for (let wait = 0; text && wait < 20; wait++) {
		await new Promise(requestAnimationFrame);
		if (select(unit, beg, end))
			break;
	}
};
function select(unit, beg, end) {
	const ends = [];
	for (const stretch of app.sheet.root.querySelectorAll(`[data-unit="${CSS.escape(unit)}"]`)) {
		let at = Number(stretch.dataset.beg);
		const walk = document.createTreeWalker(stretch, NodeFilter.SHOW_TEXT);
		for (let node; (node = walk.nextNode()); at += node.length) {
			if (!ends.length && at + node.length > beg && at <= beg)
				ends.push([node, beg - at]);
			if (ends.length === 1 && at + node.length >= end)
				ends.push([node, end - at]);
		}
	}
	if (ends.length < 2)
		return false;
	getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
	ends[0][0].parentElement.scrollIntoView({ block: 'center' });
	return true;
}
// The mark that an action of ours is about to make: it is chosen when it comes.
app.expectOne = test => {
	const look = ({ touched }) => {
		for (const document of touched ?? [])
			for (const mark of store.ofDocument(document))
				if (test(mark)) {
					stop();
					place.set({ mark: mark.key, page: mark.page || place.page });
					return;
				}
	};
	const stop = () => { clearTimeout(timer); store.removeEventListener('marks', look); };
	const timer = setTimeout(stop, 5000);
	store.addEventListener('marks', look);
};

// ---- the parts ------------------------------------------------------------------------------------

app.deeds = new Deeds(app);
app.sheet = new Sheet(app);
app.documents = new Documents(app);
app.values = new Values(app);
app.rail = {
	neighbour: step => app.values.neighbour(step),
	groupOf: mark => app.values.groupOf(mark),
};
app.search = new Search(app);
app.panel = new Panel(app);
app.draw = new Draw(app);
setUpTip(app);
setUpKeys(app);
setUpDrawers(app);

for (const name of ['documents', 'values', 'search'])
	byId(`tab-${name}`).addEventListener('click', () => app.showTab(name));
byId('tabs').addEventListener('keydown', event => {
	const tabs = ['documents', 'values', 'search'], at = tabs.findIndex(name => event.target.id === `tab-${name}`);
	const next = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : -1;
	if (at < 0 || !tabs[next])
		return;
	app.showTab(tabs[next]);
	byId(`tab-${tabs[next]}`).focus();
	event.preventDefault();
});
for (const [id, work] of Object.entries({
	'tool-box': () => app.draw.begin('box'), 'tool-text': () => app.deeds.selection(), 'tool-page': () => app.deeds.wholePage(), 'tool-except': () => app.deeds.except(),
	'tool-undo': () => app.deeds.undo(), 'zoom-in': () => app.sheet.zoomBy(1), 'zoom-out': () => app.sheet.zoomBy(-1), 'zoom': () => place.set({ zoom: 0 }),
	'progress-rule': () => app.values.only({ state: '1', only: 'unconfirmed' }), 'progress-seen': () => app.documents.only('unseen'),
	'show-after': () => app.toggle('after'), 'show-beside': () => app.toggle('beside'), 'reviewer': () => app.deeds.askName(), 'next-mark': () => app.step(1), 'previous-mark': () => app.step(-1),
}))
	byId(id).addEventListener('click', work);
// a click on a tool must not take the selection away
byId('tools').addEventListener('pointerdown', event => event.target.closest('button') && event.preventDefault());
byId('page-number').addEventListener('change', event => {
	const page = Math.round(Number(event.target.value)), { pages } = store.documents[place.document];
	if (page >= 1 && page <= pages)
		app.open(place.document, page);
	else
		event.target.value = place.page;
});
byId('import').addEventListener('change', event => {
	if (event.target.files[0])
		app.deeds.import(event.target.files[0]);
	event.target.value = '';
});
document.addEventListener('selectionchange', () => {
	app.selected = selectedIn(app.sheet.root);
	byId('tool-text').disabled = !app.selected.length;
});

// ---- the head -------------------------------------------------------------------------------------

function showHead() {
	const said = store.documents[place.document];
	byId('reviewer').textContent = store.session.reviewer || 'Who is reviewing?';
	byId('plan').textContent = store.session.plan;
	document.title = said ? `${said.name.slice(said.name.lastIndexOf('/') + 1)} \u2013 review` : 'Review';
	byId('document-name').replaceChildren(make('bdi', {}, said ? said.name : ''));
	byId('document-name').title = said?.name ?? '';
	byId('page-of').hidden = !said?.pages || isBad(said);
	for (const tool of document.querySelectorAll('#tools button:not(#previous-mark, #next-mark, #tool-undo)'))
		tool.disabled = isBad(said) || tool.id === 'tool-text' && !app.selected.length;
	byId('page-count').textContent = `of ${say(said?.pages)}`;
	if (document.activeElement !== byId('page-number'))
		byId('page-number').value = place.page;
	byId('page-number').max = said?.pages ?? 1;
	byId('show-after').setAttribute('aria-pressed', place.after);
	byId('show-beside').setAttribute('aria-pressed', place.beside);
	for (const id of ['show-beside', 'tool-page', 'tool-box'])
		byId(id).hidden = Boolean(said && !said.pages);
	byId('held').hidden = !said?.withheld;
	document.body.classList.toggle('after', place.after);
	const bad = isBad(said), why = said?.why || { gone: 'it is not there any more', changed: 'it has changed since the plan was made', failed: 'it cannot be read' }[said?.state];
	byId('gone').hidden = !bad;
	if (bad)
		fill(byId('gone'), make('strong', {}, 'This document cannot be reviewed or redacted with this plan:'), ` ${why}.`);
}
function showProgress() {
	const { open, byRule } = store.tally(), [sure, rule] = byId('bar').children, share = n => `${100 * n / Math.max(1, store.marks.size)}%`, unseen = store.documents.filter(one => one && !one.withheld && !seenWhole(one)).length;
	byId('progress').textContent = open ? `${say(open)} of ${many(store.marks.size, 'mark')} to decide` : byRule ? 'Nothing left to decide' : store.marks.size ? `\u2713 A person has decided ${store.marks.size > 1 ? 'all ' : ''}${many(store.marks.size, 'mark')}` : 'No marks';
	sure.style.width = share(store.marks.size - open - byRule);
	rule.style.width = share(byRule);
	byId('progress-rule').hidden = !byRule;
	byId('progress-rule').textContent = `${say(byRule)} accepted by rule only`;
	byId('progress-seen').textContent = unseen ? `${many(unseen, 'document')} with unseen pages` : 'All pages seen';
}
function showSaving() {
	// a page that was looked at is no action of a person's
	const { lost, ended, pendingWords } = app.saving, pending = pendingWords.length, saved = byId('saved');
	byId('lost').hidden = !lost;
	saved.textContent = lost ? pending ? `${many(pending, 'action')} not saved` : 'Not connected' : app.saving.pending ? 'Saving…' : 'Saved';
	saved.className = lost && pending ? 'bad' : '';
	if (lost)
		fill(byId('lost'), make('strong', {}, ended ? 'Underseal has ended this review.' : 'Underseal does not answer.'),
			pending ? ` ${many(pending, 'action is', 'actions are')} not saved yet: ${pendingWords.slice(-3).join(' ')} Leave this page open: it keeps trying, and saves ${pending > 1 ? 'them' : 'it'} when there is an answer.` : ' Everything you did is saved. This page keeps trying.',
			' If Underseal has ended, start it again with ', make('kbd', {}, `underseal review ${store.session.plan}`), ' and open the address it gives', pending ? `; what is not saved has to be done again there.` : '.');
}
app.saving.addEventListener('saving', showSaving);
app.saving.addEventListener('back', () => app.tell('Underseal answers again.'));
app.saving.addEventListener('others', () => app.tell('Somebody else changed the plan; it is shown here.'));
store.addEventListener('session', showHead);
store.addEventListener('documents', () => { showHead(); showProgress(); });
store.addEventListener('marks', ({ touched }) => {
	for (const document of touched ?? stamps.keys())
		stamps.set(document, app.stampOf(document) + 1);
	showProgress();
});
place.addEventListener('place', showHead);
addEventListener('beforeunload', event => {
	if (app.saving.pending)
		event.preventDefault();
});

// ---- begin ----------------------------------------------------------------------------------------

async function begin() {
	try {
		const [session, { documents }] = await Promise.all([get('session'), get('documents')]);
		store.setSession(session);
		store.setDocuments(documents);
		if (!store.documents[place.document])
			place.set({ document: store.documents.findIndex(Boolean), page: 1, mark: null });
		app.showTab(place.tab);
		place.set({}, { scroll: 'page' });
		app.sheet.drawNow();
		if (documents.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b), 0) > MANY)
			await Promise.race([app.sheet.firstDrawn(), new Promise(go => setTimeout(go, 400))]);   // a page first
		store.setMarks(await get('marks'));
		if (place.mark !== null && !app.current())
			place.set({ mark: null });
		else if (place.mark !== null)
			place.set({}, { scroll: 'mark' });
		app.saving.listen();
		new Seen(app);
		showSaving();
		document.body.dataset.state = 'ready';
		if (!store.session.reviewer)
			app.deeds.askName();   // until somebody has a name nothing counts as seen
		app.tell(`${many(store.documents.length, 'document')}, ${many(store.marks.size, 'mark')}. Press ? for the keys.`);
	} catch (error) {
		app.complain(error);
	}
}
begin();
