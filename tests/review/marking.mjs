// Marking: boxes drawn, moved, resized, repeated and deleted, selected words, whole pages, all but a selection, hits of a search.
import assert from 'node:assert/strict';
import { Desk, documentOf, fresh, markOf, plan } from './desk.mjs';

const desk = await Desk.open(), { page, server, check, press, said, saved, blur, shot, current, open, undo, drag } = desk;

await check('r and the mouse draw a box', async () => {
	await open('Demand letter');
	const before = plan();
	const top = () => page.evaluate(() => document.querySelector('.leaf[data-page="1"] .sheet').getBoundingClientRect().top), was = await top();
	await press('r');
	await page.waitForSelector('#mode:not([hidden])');
	assert.equal(await top(), was, 'the page has moved under the pointer');
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
await check('Delete removes it', async () => {
	const here = await current();
	await blur();
	await press('Delete');
	await said('deleted');
	await saved();
	assert.equal(markOf(here), undefined);
});
await check('a box is repeated on a range of pages', async () => {
	await open('Deposition');
	await press('r');
	await drag([320, 60], [420, 90]);
	await said('Box drawn');
	await saved();
	await press('Escape');
	const before = plan(), box = before.documents.flatMap(one => one.marks).find(mark => mark.kind === 'box').boxes[0];
	await page.click('button:has-text("Repeat on pages")');
	await page.fill('#ask-pages', '9-99');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#ask .trouble:not(:empty)');
	await shot('8 repeat');
	await page.fill('#ask-pages', '3-6,9');
	await page.keyboard.press('Enter');
	await said('Box repeated on 5 pages');
	await saved();
	assert.deepEqual(fresh(before).map(mark => mark.page), [3, 4, 5, 6, 9]);
	for (const mark of fresh(before))
		assert.deepEqual(mark.boxes[0], box);
	await undo();
	assert.deepEqual(fresh(before), []);
	await open('Demand letter');
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
	await undo();
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
	await undo();
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
	await undo();
});
await check('e without a selection takes a box of what stays', async () => {
	const before = plan();
	await press('e');
	await drag([60, 300], [560, 420]);
	await said('but the box');
	await saved();
	assert.ok(fresh(before).length > 0);
	await undo();
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
	await blur();
	await undo();
	assert.equal(fresh(before).length, 0);
});

// Nothing but itself is said on the console.
await check('nothing was said on the console', async () => assert.deepEqual(page.said, []));
await desk.end();
