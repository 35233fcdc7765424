// The page of `underseal review` in a real browser, on the real server: every key and what the mouse does, with what
// it does to the plan file; reload, two windows, a server that dies.
//
//     node browser.mjs CHROMIUM UNDERSEAL PLAN
//
// PLAN is of the documents of fixtures/discovery, with names proposed, and is changed. SHOTS names a folder for a
// picture of every state.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { counter, drawn, launch, look, ready, serve, test, visit } from './kit.mjs';

const [chromium, underseal, planPath] = process.argv.slice(2);
const begin = (who = 'J. Ruiz') => serve(underseal, ['review', planPath, '--no-browser', ...who ? ['--reviewer', who] : []]);
const plan = () => JSON.parse(readFileSync(planPath, 'utf8'));
const documentOf = part => plan().documents.find(one => one.source.includes(part));
const markOf = ([document, id]) => plan().documents[document].marks.find(mark => mark.id === id);
const states = list => list.reduce((counts, mark) => (counts[mark.state] = (counts[mark.state] ?? 0) + 1, counts), {});

let server = await begin();
const browser = await launch(chromium);
const page = await visit(browser, server.address);
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const said = text => page.waitForFunction(text => document.querySelector('#said').textContent.includes(text), text);
const saved = () => page.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
// [document, id] of the current mark, from the address.
const current = async () => {
	await page.waitForTimeout(250);
	const key = Number(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('m') ?? NaN);
	return [Math.floor(key / 0x1000000), key % 0x1000000];
};
const open = async name => {
	await page.click('#tab-documents');
	await page.fill('#documents-words', name);
	await page.waitForFunction(() => /of/.test(document.querySelector('#documents-count').textContent));
	await page.locator('#documents .row', { hasText: name }).first().click();
	await page.fill('#documents-words', '');
	await page.waitForFunction(name => document.querySelector('#document-name').textContent.includes(name), name);
	await drawn(page);
	await page.evaluate(() => document.activeElement.blur());
	await page.waitForTimeout(400);
};
const faults = [];   // what axe-core found
const shot = async name => faults.push(...await look(page, name));
const fresh = before => plan().documents.flatMap((document, d) => document.marks.filter(mark => !before.documents[d].marks.some(old => old.id === mark.id)).map(mark => ({ d, ...mark })));
// Drags over page 1 of what is shown, from one place to another in points.
async function drag(from, to, n = 1) {
	const box = await page.locator(`.leaf[data-page="${n}"] .sheet`).boundingBox(), scale = box.width / 612;
	await page.mouse.move(box.x + from[0] * scale, box.y + from[1] * scale);
	await page.mouse.down();
	await page.mouse.move(box.x + (from[0] + to[0]) / 2 * scale, box.y + (from[1] + to[1]) / 2 * scale);
	await page.mouse.move(box.x + to[0] * scale, box.y + to[1] * scale);
	await page.mouse.up();
}
const check = (name, work) => test(name, work, page);

// ---- looking --------------------------------------------------------------------------------------

await check('the first document is there, with its pages and marks', async () => {
	await drawn(page);
	await page.waitForSelector('.box.s1');
	assert.equal(await page.locator('#documents .row').count(), 13);
	await shot('1 documents');
});
await check('a page that was in view for a second is seen, and that is in the plan', async () => {
	await page.waitForSelector('.leaf[data-page="1"] .seen');
	await saved();
	assert.match(plan().documents[0].seen[0].pages, /^1/);
	assert.equal(plan().documents[0].seen[0].by, 'J. Ruiz');
});
await check('+ and - make it larger and smaller, with a sharp picture', async () => {
	const width = () => page.evaluate(() => document.querySelector('.leaf[data-page="1"] img').naturalWidth);
	const before = await width();
	await press('+', '+');
	await page.waitForFunction(before => document.querySelector('.leaf[data-page="1"] img').naturalWidth > before * 1.2, before);
	await press('-');
	await press('0');
	await page.waitForFunction(before => document.querySelector('.leaf[data-page="1"] img').naturalWidth === before, before);
});
await check('PageDown and PageUp turn', async () => {
	await press('PageDown');
	await page.waitForFunction(() => document.querySelector('#middle').scrollTop > 200);
	await press('PageUp');
	await page.waitForFunction(() => document.querySelector('#middle').scrollTop < 50);
});
await check('l puts the text beside the page, with the marks in it', async () => {
	await press('l');
	await page.waitForSelector('.text mark.s1');
	await shot('2 text beside');
	await press('l');
});
await check('? helps', async () => {
	await press('?');
	await page.waitForSelector('#help[open]');
	await shot('3 help');
	await press('Escape');
	await page.waitForSelector('#help', { state: 'hidden' });
});

// ---- deciding -------------------------------------------------------------------------------------

await check('n and p go to the next and the previous mark', async () => {
	await press('n');
	const first = await current();
	await press('n');
	const second = await current();
	assert.notDeepEqual(first, second);
	await press('p');
	assert.deepEqual(await current(), first);
	await page.waitForSelector('.box.current');
});
await page.click('#tab-values');
await page.click('#filter-state button:has-text("Proposed")');
await page.evaluate(() => document.activeElement.blur());
let first;
await check('a accepts and goes on; the plan has who and when', async () => {
	await press('Escape', 'n');
	first = await current();
	assert.equal(markOf(first).state, 'proposed');
	await press('a');
	await saved();
	const mark = markOf(first);
	assert.equal(mark.state, 'accepted');
	assert.equal(mark.by, 'J. Ruiz');
	assert.ok(Date.now() - new Date(mark.at) < 60000);
	assert.notDeepEqual(await current(), first);
	await shot('4 deciding');
});
await check('a confirms what a rule accepted, and what nobody confirmed is told apart', async () => {
	const count = async () => Number((await page.textContent('#progress-rule')).replace(/\D/g, '')), before = await count(), was = await current();
	await page.click('#progress-rule');
	await page.evaluate(() => document.activeElement.blur());
	await press('Escape', 'n');
	const here = await current(), row = (await server.get('documents')).documents[here[0]];
	assert.equal(markOf(here).by, 'rule');
	assert.equal(markOf(here).state, 'accepted');
	assert.match(await page.textContent('#mark'), /by rule[^]*No person has confirmed it/);
	await press('a');
	await said('Confirmed');
	await saved();
	assert.equal(markOf(here).by, 'J. Ruiz');
	assert.equal(markOf(here).state, 'accepted');
	assert.notDeepEqual(await current(), here);
	assert.equal(await count(), before - 1);
	assert.equal((await server.get('documents')).documents[here[0]].by_rule, row.by_rule - 1);
	await shot('4a confirming');
	await press('u');
	await said('Undone');
	await saved();
	assert.equal(markOf(here).by, 'rule');
	await page.click('#filter-none');
	await page.click('#filter-state button:has-text("Proposed")');
	await page.evaluate(() => document.activeElement.blur());
	await press('Escape', 'n');
	assert.deepEqual((await current()).length, was.length);
});
await check('x rejects and goes on', async () => {
	const here = await current();
	await press('x');
	await saved();
	assert.equal(markOf(here).state, 'rejected');
	assert.notDeepEqual(await current(), here);
});
await check('u takes back the last one, and the one before', async () => {
	await press('u');
	await said('Undone');
	await press('u');
	await page.waitForTimeout(300);
	await saved();
	assert.equal(markOf(first).state, 'proposed');
	assert.notEqual(markOf(first).by, 'J. Ruiz');
});
await check('A accepts all of one value in all documents at once', async () => {
	const before = states(plan().documents.flatMap(one => one.marks));
	await press('A');
	await said('accepted');
	await saved();
	const after = states(plan().documents.flatMap(one => one.marks));
	assert.ok(after.accepted >= before.accepted + 1);
	await press('u');
	await said('Undone');
	await saved();
	assert.deepEqual(states(plan().documents.flatMap(one => one.marks)), before);
});
await check('so does the button of a group', async () => {
	const before = states(plan().documents.flatMap(one => one.marks));
	const many = await page.locator('#values .row.head .hands button').first().textContent();
	await page.locator('#values .row.head .hands button').first().click();
	await said('accepted');
	await saved();
	const n = Number(many.replace(/\D/g, ''));
	assert.ok(n > 1);
	assert.ok(states(plan().documents.flatMap(one => one.marks)).accepted >= before.accepted + n);
	await page.evaluate(() => document.activeElement.blur());
	await press('u');
	await said('Undone');
});
await check('a group opens to each of its hits, with words around', async () => {
	await page.focus('#values');
	await press('Home', 'ArrowRight', 'ArrowDown');
	await page.waitForSelector('#values .row.hit .snippet b');
	await page.waitForTimeout(500);
	await shot('5 values');
});
await page.click('#filter-state button:has-text("All")');
await page.evaluate(() => document.activeElement.blur());
await check('each digit sets its code and reason', async () => {
	await press('n');
	const here = await current(), { codes } = await server.get('session');
	assert.ok(codes.length > 5);
	for (const [i, { code, reason }] of codes.entries()) {
		await press(`${i + 1}`);
		await said(`Code ${code}`);
		await saved();
		assert.equal(markOf(here).code, code);
		assert.equal(markOf(here).reason, reason);
	}
	for (const _ of codes) {
		await page.evaluate(() => { document.querySelector('#said').textContent = ''; });
		await press('u');
		await said('Undone');
	}
});
await check('X rejects all of one value', async () => {
	const here = await current(), { marks } = await server.get('marks');
	const group = marks.find(mark => mark[0] === here[0] && mark[1] === here[1])[19], all = marks.filter(mark => mark[19] === group);
	await press('X');
	await said('ejected');
	await saved();
	for (const mark of all)
		assert.equal(markOf(mark).state, 'rejected');
	await press('u');
	await said('Undone');
	await saved();
});
await check('[ and ] go to the document before and behind', async () => {
	const name = () => page.textContent('#document-name');
	await page.click('#tab-documents');
	await page.locator('#documents .row').nth(2).click();
	await page.evaluate(() => document.activeElement.blur());
	const third = await name();
	await press(']');
	const fourth = await name();
	assert.notEqual(third, fourth);
	await press('[', '[');
	assert.notEqual(await name(), fourth);
	await press(']');
	assert.equal(await name(), third);
	await page.click('#tab-values');
	await page.evaluate(() => document.activeElement.blur());
	await press('n');
});
await check('a note is kept', async () => {
	const here = await current();
	await press('o');
	await page.fill('#note', 'Ask Chen about this one.');
	await page.keyboard.press('Control+Enter');
	await said('Note saved');
	await saved();
	assert.equal(markOf(here).note, 'Ask Chen about this one.');
	await shot('6 note');
});
for (const [name, value] of [['low confidence', 'low'], ['OCR', 'ocr'], ['unsearchable pages', 'dark'], ['no reason', 'reason'], ['my own', 'mine']])
	await check(`the filter for ${name} counts what the server told`, async () => {
		await page.selectOption('#filter-only', value);
		await page.waitForTimeout(150);
		const shown = Number(/[\d,]+/.exec(await page.textContent('#values-count'))[0].replace(/,/g, ''));
		const { marks } = await server.get('marks'), { documents } = await server.get('documents');
		const [d, id] = await current();
		const test = { low: mark => mark[7] < 70, ocr: mark => mark[9].endsWith(' in pixels'), dark: mark => documents[mark[0]].unsearchable.includes(mark[8]), reason: mark => !mark[6], mine: mark => mark[13] === 'J. Ruiz' }[value];
		assert.equal(shown, marks.filter(mark => test(mark) || mark[0] === d && mark[1] === id).length);
	});
await page.click('#filter-none');
await page.evaluate(() => document.activeElement.blur());

// ---- marking --------------------------------------------------------------------------------------

await check('r and the mouse draw a box', async () => {
	await open('Demand letter');
	const before = plan();
	await press('r');
	await drag([320, 380], [470, 420]);
	await said('Box drawn');
	await saved();
	const [mark] = fresh(before);
	assert.equal(mark.kind, 'box');
	assert.equal(mark.state, 'accepted');
	assert.equal(mark.page, 1);
	for (const [i, n] of [320, 380, 150, 40].entries())
		assert.ok(Math.abs(mark.boxes[0][i] - n) < 2, `${mark.boxes[0]}`);
	await shot('7 drawing');
	await press('Escape');
	assert.deepEqual(await current(), [mark.d, mark.id]);
});
await check('it is moved, and resized by a handle', async () => {
	const here = await current();
	await drag([400, 400], [380, 440]);
	await said('Box moved');
	await saved();
	assert.ok(Math.abs(markOf(here).boxes[0][0] - 300) < 2 && Math.abs(markOf(here).boxes[0][1] - 420) < 2, `${markOf(here).boxes[0]}`);
	await page.waitForTimeout(200);
	const handle = await page.locator('.box.current .handle.se').boundingBox();
	await page.mouse.move(handle.x + 4, handle.y + 4);
	await page.mouse.down();
	await page.mouse.move(handle.x + 54, handle.y + 24);
	await page.mouse.up();
	await page.waitForTimeout(300);
	await saved();
	assert.ok(markOf(here).boxes[0][2] > 170 && markOf(here).boxes[0][3] > 45, `${markOf(here).boxes[0]}`);
});
await check('arrow keys move it, too', async () => {
	const here = await current(), [x] = markOf(here).boxes[0];
	await page.focus('.box.current');
	await press('ArrowRight', 'ArrowRight');
	await page.waitForTimeout(900);
	await saved();
	assert.ok(Math.abs(markOf(here).boxes[0][0] - x - 4) < 0.1);
});
await check('it is repeated on other pages', async () => {
	const before = plan();
	await page.click('button:has-text("Repeat on pages")');
	await page.fill('#ask-pages', '9-12');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#ask .trouble:not(:empty)');
	await shot('8 repeat');
	await page.fill('#ask-pages', '1-2');
	await page.keyboard.press('Enter');
	await said('Box repeated');
	await saved();
	assert.deepEqual(fresh(before).map(mark => mark.page), [2]);
});
await check('Delete removes it', async () => {
	const here = await current();
	await page.evaluate(() => document.activeElement.blur());
	await press('Delete');
	await said('deleted');
	await saved();
	assert.equal(markOf(here), undefined);
});
await check('t marks the words that are selected on the picture', async () => {
	const before = plan();
	const span = page.locator('.leaf[data-page="1"] .words span', { hasText: 'Tidewater' }).first();
	await span.scrollIntoViewIfNeeded();
	await page.evaluate(() => {
		const span = [...document.querySelectorAll('.leaf[data-page="1"] .words span')].find(one => one.textContent.includes('Tidewater'));
		const at = span.textContent.indexOf('Tidewater');
		getSelection().setBaseAndExtent(span.firstChild, at, span.firstChild, at + 9);
	});
	await page.waitForSelector('#tool-text:not([disabled])');
	await shot('9 selection');
	await press('t');
	await said('marked');
	await saved();
	const [mark] = fresh(before), text = await server.get(`text/${mark.d}`);
	assert.equal(mark.kind, 'text');
	assert.equal(Buffer.from(text.units.find(unit => unit.id === mark.unit).text).subarray(mark.beg, mark.end).toString(), 'Tidewater');
	await press('u');
	await said('Undone');
});
await check('a double click selects a word', async () => {
	await page.locator('.leaf[data-page="1"] .words span', { hasText: 'February 9' }).first().dblclick({ position: { x: 6, y: 6 } });
	assert.ok((await page.evaluate(() => getSelection().toString())).trim().length > 0);
	await press('Escape');
});
await check('a drag that begins on a mark selects, a click on it chooses it', async () => {
	const box = await page.locator('.leaf[data-page="1"] .box.s1').first().boundingBox(), y = box.y + box.height / 2;
	await page.mouse.move(box.x + 2, y);
	await page.mouse.down();
	await page.mouse.move(box.x + box.width + 60, y, { steps: 4 });
	await page.mouse.up();
	assert.ok((await page.evaluate(() => getSelection().toString())).trim().length > 1);
	await press('Escape', 'Escape');
	await page.mouse.click(box.x + 4, y);
	await page.waitForSelector('.leaf[data-page="1"] .box.current');
	await press('Escape');
});
await check('w marks the whole page, and b shows it as it will be', async () => {
	await press('w');
	await said('whole of page');
	await saved();
	const [mark] = documentOf('Demand letter').marks.filter(one => one.kind === 'box' && one.boxes[0][2] > 600);
	assert.ok(mark);
	const before = await page.getAttribute('.leaf[data-page="1"] img', 'src');
	await press('b');
	await page.waitForFunction(before => document.querySelector('.leaf[data-page="1"] img').src !== before, before);
	await page.waitForTimeout(1500);
	await shot('10 after, whole page');
	await press('u');
	await said('Undone');
	await page.waitForTimeout(2500);
	await shot('11 after');
	await press('b');
});
await check('e marks everything but the selection', async () => {
	const before = plan();
	await page.evaluate(() => {
		const span = [...document.querySelectorAll('.leaf[data-page="1"] .words span')].find(one => one.textContent.includes('Tidewater'));
		getSelection().selectAllChildren(span);
	});
	await page.waitForSelector('#tool-text:not([disabled])');
	await press('e');
	await said('Everything on page');
	await saved();
	assert.ok(fresh(before).length > 0);
	await page.waitForTimeout(300);
	await shot('12 except');
	await press('u');
	await said('Undone');
});
await check('e without a selection takes a box of what stays', async () => {
	const before = plan();
	await press('e');
	await drag([60, 300], [560, 420]);
	await said('but the box');
	await saved();
	assert.ok(fresh(before).length > 0);
	await press('u');
	await said('Undone');
});
await check('/ searches all documents and marks all hits', async () => {
	const before = plan();
	await press('/');
	await page.keyboard.type('Harbor Logistics');
	await press('Enter');
	await page.waitForSelector('#hits .row');
	await page.waitForTimeout(300);
	await shot('13 search');
	await page.locator('#hits .row').first().click();
	await page.click('#mark-hits');
	await said('All hits are marked');
	await saved();
	const made = fresh(before);
	assert.ok(made.length > 5 && new Set(made.map(mark => mark.d)).size > 3, `${made.length}`);
	await page.evaluate(() => document.activeElement.blur());
	await press('u');
	await said('Undone');
	await saved();
	assert.equal(fresh(before).length, 0);
});

// ---- flowing text, documents ----------------------------------------------------------------------

await check('a document of Word is running text with its marks, headers and comments', async () => {
	await open('Settlement agreement');
	await page.waitForSelector('#flow mark.s1');
	await page.waitForSelector('#flow section.header');
	await page.waitForSelector('#flow section.comment');
	await shot('14 docx');
	await press('Escape', 'n');
	await page.waitForSelector('#flow mark.current');
});
await check('it is seen when all of it was in view, and not before', async () => {
	assert.equal(documentOf('Settlement').seen, undefined);
	for (let at = 0, end = false; !end; at += 500) {
		end = await page.evaluate(at => { const middle = document.querySelector('#middle'); middle.scrollTop = at; return middle.scrollTop + middle.clientHeight >= middle.scrollHeight - 2; }, at);
		await page.waitForTimeout(1700);
	}
	await page.waitForFunction(() => /Seen\./.test(document.querySelector('#document').textContent));
	await saved();
	assert.equal(documentOf('Settlement').seen[0].pages, 'all');
	await page.evaluate(() => document.querySelector('#middle').scrollTo(0, 0));
});
await check('t marks words of it', async () => {
	const before = plan();
	await page.evaluate(() => {
		const p = [...document.querySelectorAll('#flow p')].find(one => one.textContent.includes('benefits under')), walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
		for (let node; (node = walk.nextNode());) {
			const at = node.data.indexOf('benefits under');
			if (at >= 0)
				getSelection().setBaseAndExtent(node, at, node, at + 8);
		}
	});
	await page.waitForSelector('#tool-text:not([disabled])');
	await press('t');
	await said('marked');
	await saved();
	const [mark] = fresh(before), text = await server.get(`text/${mark.d}`);
	assert.equal(Buffer.from(text.units.find(unit => unit.id === mark.unit).text).subarray(mark.beg, mark.end).toString(), 'benefits');
});
await check('after shows it without what goes', async () => {
	await press('b');
	await shot('15 docx after');
	await press('b');
});
await check('a document is withheld with code and reason, and released', async () => {
	await page.click('button:has-text("Withhold")');
	await page.fill('#ask-code', 'AC');
	await page.fill('#ask-reason', 'attorney-client');
	await shot('16 withhold');
	await page.keyboard.press('Enter');
	await said('withheld');
	await saved();
	assert.equal(documentOf('Settlement').withheld.code, 'AC');
	assert.equal(documentOf('Settlement').withheld.by, 'J. Ruiz');
	await page.waitForTimeout(200);
	await shot('17 withheld');
	await page.click('button:has-text("Release")');
	await said('released');
	await saved();
	assert.ok(!documentOf('Settlement').withheld);
});
await check('unsearchable pages are told', async () => {
	await page.selectOption('#documents-kind', 'dark');
	await page.locator('#documents .row').first().click();
	await drawn(page);
	await page.waitForSelector('.leaf .warn');
	await page.waitForTimeout(600);
	await shot('18 scan');
	await page.selectOption('#documents-kind', '');
});

// ---- windows, reload, death -----------------------------------------------------------------------

await check('a reload comes back to document, page and filter, and no word of a document is in the address', async () => {
	await open('Deposition');
	await page.fill('#page-number', '7');
	await page.keyboard.press('Enter');
	await page.click('#tab-values');
	await page.selectOption('#filter-rule', 'phone');
	await page.waitForTimeout(600);
	const address = page.url();
	await page.reload();
	await ready(page);
	await page.waitForFunction(() => document.querySelector('#document-name').textContent.includes('Deposition') && document.querySelector('#page-number').value === '7');
	assert.equal(await page.inputValue('#filter-rule'), 'phone');
	assert.ok(await page.isVisible('#panel-values'));
	assert.ok(!/Okonjo|Deposition|2024/i.test(address));
	assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
	await page.click('#filter-none');
	await page.evaluate(() => document.activeElement.blur());
});
await check('what one window does is in the other, which keeps its place', async () => {
	const other = await visit(browser, server.address);
	await drawn(other);
	const place = await other.evaluate(() => document.querySelector('#document-name').textContent);
	await press('Escape', 'n');
	const here = await current(), was = markOf(here).state;
	await press(was === 'accepted' ? 'x' : 'a');
	await other.waitForFunction(() => /Somebody else/.test(document.querySelector('#said').textContent));
	assert.equal(await other.evaluate(() => document.querySelector('#document-name').textContent), place);
	const counts = one => one.textContent('#progress');
	assert.equal(await counts(other), await counts(page));
	// an undo there takes back nothing of here
	await other.keyboard.press('u');
	await other.waitForFunction(() => /Nothing of this window/.test(document.querySelector('#said').textContent));
	assert.notEqual(markOf(here).state, was);
	assert.deepEqual(other.said, []);
	await other.context().close();
});
let lost;
await check('when the server is killed the page says what is not saved', async () => {
	await saved();
	await press('n');
	const before = readFileSync(planPath, 'utf8');
	assert.deepEqual(page.said, []);
	await server.stop('SIGKILL');
	await page.waitForSelector('#lost:not([hidden])');
	lost = await current();
	await press(markOf(lost).state === 'accepted' ? 'x' : 'a');
	await page.waitForFunction(() => /1 action is not saved/.test(document.querySelector('#lost').textContent));
	await shot('19 lost');
	assert.equal(readFileSync(planPath, 'utf8'), before);
});
await check('and what was saved before is there when it is started again', async () => {
	const before = plan();
	server = await begin();
	const again = await visit(browser, server.address);
	await drawn(again);
	assert.equal((await server.get('marks')).marks.length > 0, true);
	assert.deepEqual(states(plan().documents.flatMap(one => one.marks)), states(before.documents.flatMap(one => one.marks)));
	await again.keyboard.press('n');
	await again.keyboard.press('a');
	await again.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
	assert.deepEqual(again.said, []);
	await again.context().close();
	await server.stop('SIGTERM');
});
await test('axe-core finds nothing in any of these states', async () => assert.deepEqual(faults, []));
await page.context().close();

// ---- another person, other screens ----------------------------------------------------------------

server = await begin('A. Chen');
await test('a second person approves, by name', async () => {
	const second = await visit(browser, server.address);
	await drawn(second);
	const mark = (await server.get('marks')).marks.find(one => one[13] === 'J. Ruiz' && one[3] === 1);
	await second.evaluate(key => { location.hash = `#d=${key[0]}&p=${key[2] || 1}&m=${key[0] * 0x1000000 + key[1]}`; }, [mark[0], mark[1], mark[8]]);
	await second.reload();
	await ready(second);
	await second.waitForSelector('[data-deed=approve]');
	await second.keyboard.press('v');
	await second.waitForFunction(() => /Approved/.test(document.querySelector('#mark').textContent));
	await second.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
	assert.equal(markOf([mark[0], mark[1]]).approved_by, 'A. Chen');
	assert.equal(markOf([mark[0], mark[1]]).by, 'J. Ruiz');
	await second.context().close();
});
await test('who has no name is asked for it, and it stands beside what he decides', async () => {
	await server.stop('SIGTERM');
	server = await begin('');
	const third = await visit(browser, server.address);
	await drawn(third);
	assert.deepEqual(await look(third, '19a name'), []);
	await third.keyboard.press('Escape');
	await third.keyboard.press('n');
	await third.keyboard.press('x');
	await third.fill('#ask-name', 'M. Vance');
	await third.keyboard.press('Enter');
	await third.waitForFunction(() => document.querySelector('#reviewer').textContent === 'M. Vance' && /Rejected by you/.test(document.body.textContent) || /rejected/i.test(document.querySelector('#said').textContent));
	await third.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
	await third.waitForTimeout(300);
	assert.equal(plan().documents.flatMap(one => one.marks).filter(mark => mark.by === 'M. Vance' && mark.state === 'rejected').length, 1);
	await third.context().close();
});
const exports = (await fetch(`${server.address}api/export/0`)).status !== 404;
if (!exports)
	console.log('skip  marks go out as XFDF: this server cannot');
else await test('marks go out as XFDF and come in again', async () => {
	const [download, other] = await (async () => {
		const other = await visit(browser, server.address);
		await drawn(other);
		const got = other.waitForEvent('download');
		await other.click('a:has-text("Export XFDF")');
		return [await got, other];
	})();
	assert.match(download.suggestedFilename(), /\.xfdf$/);
	assert.match(readFileSync(await download.path(), 'utf8'), /<xfdf/);
	await other.setInputFiles('#import', await download.path());
	await other.waitForFunction(() => /marks of the file are here/.test(document.querySelector('#said').textContent) || !document.querySelector('#trouble').hidden);
	assert.equal(await other.isVisible('#trouble'), false, await other.textContent('#trouble-text'));
	await other.context().close();
});
for (const [name, how] of [['dark', { colorScheme: 'dark' }], ['small', { viewport: { width: 1024, height: 640 } }], ['1280', { viewport: { width: 1280, height: 720 } }], ['dark small', { colorScheme: 'dark', viewport: { width: 1180, height: 700 } }],
	['contrast', { forcedColors: 'active', reducedMotion: 'reduce' }]])
	await test(`it looks well: ${name}`, async () => {
		const other = await visit(browser, server.address, how);
		await drawn(other);
		await other.click('#tab-values');
		await other.locator('#values .row').first().click();
		await other.keyboard.press('n');
		await other.waitForTimeout(900);
		assert.deepEqual(await look(other, `20 ${name} values`), []);
		await other.click('#tab-documents');
		await other.locator('#documents .row', { hasText: 'Settlement' }).click();
		await other.waitForSelector('#flow .unit');
		assert.deepEqual(await look(other, `21 ${name} docx`), []);
		await other.keyboard.press('?');
		assert.deepEqual(await look(other, `22 ${name} help`), []);
		assert.deepEqual(other.said, []);
		await other.context().close();
	});
await server.stop('SIGTERM');
await browser.close();
console.log(`${counter.passed} passed, ${counter.failed} failed`);
process.exit(counter.failed ? 1 : 0);
