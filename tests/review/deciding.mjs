// Deciding: to and fro between marks, accepting, rejecting, confirming, codes, notes, all of one value, filters, undo.
import assert from 'node:assert/strict';
import { Desk, markOf, states } from './desk.mjs';

const desk = await Desk.open(), { page, server, check, press, said, saved, blur, shot, current, list, undo } = desk;

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
await list('Proposed');
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
	await blur();
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
	await undo();
	assert.equal(markOf(here).by, 'rule');
	await page.click('#filter-none');
	await page.click('#filter-state button:has-text("Proposed")');
	await blur();
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
	await undo();
	await press('u');
	await page.waitForTimeout(300);
	await saved();
	assert.equal(markOf(first).state, 'proposed');
	assert.notEqual(markOf(first).by, 'J. Ruiz');
});
await check('A accepts all of one value in all documents at once', async () => {
	const before = states();
	await press('A');
	await said('accepted');
	await saved();
	const after = states();
	assert.ok(after.accepted >= before.accepted + 1);
	await undo();
	assert.deepEqual(states(), before);
});
await check('so does the button of a group', async () => {
	const before = states();
	const many = await page.locator('#values .row.head .hands button').first().textContent();
	await page.locator('#values .row.head .hands button').first().click();
	await said('accepted');
	await saved();
	const n = Number(many.replace(/\D/g, ''));
	assert.ok(n > 1);
	assert.ok(states().accepted >= before.accepted + n);
	await blur();
	await undo();
});
await check('a group opens to each of its hits, with words around', async () => {
	await page.focus('#values');
	await press('Home', 'ArrowRight', 'ArrowDown');
	await page.waitForSelector('#values .row.hit .snippet b');
	await page.waitForTimeout(500);
	await shot('5 values');
});
await check('what was decided leaves the list, the rest stays where it is, and each value is come by', async () => {
	await press('Escape');
	await list('Proposed');
	await page.evaluate(() => document.querySelector('#values').scrollTo(0, 0));
	const names = () => page.locator('#values .row.head .name').allTextContents(), before = (await names()).slice(0, 3), seen = [];
	await page.locator('#values .row.head').first().click();
	await blur();
	for (let i = 0; i < 60 && !seen.includes(before[2]); i++) {
		const value = await page.textContent('#mark .value'), name = before.find(one => one.toLowerCase() === value.toLowerCase());
		if (name && !seen.includes(name)) {
			assert.deepEqual((await names()).filter(one => before.includes(one)), before.filter(one => !seen.includes(one)), 'the order has changed');
			seen.push(name);
		}
		await press('a');
		await page.waitForTimeout(60);
	}
	assert.deepEqual(seen, before);
	await saved();
});
await check('A goes on to the next value, and a double click on a group decides on one only', async () => {
	const value = await page.textContent('#mark .value');
	await press('A');
	await saved();
	await page.waitForFunction(value => document.querySelector('#mark .value').textContent.toLowerCase() !== value.toLowerCase(), value);
	await undo();
	const before = states().proposed, n = Number((await page.locator('#values .row.head .hands button').first().textContent()).replace(/\D/g, '')) || 1;
	await page.locator('#values .row.head .hands button').first().dblclick();
	await saved();
	await page.waitForTimeout(300);
	assert.ok(before - states().proposed <= n, `${before - states().proposed} of ${n}`);
	await undo();
});
await list('All');
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
	await undo();
});
await check('[ and ] go to the document before and behind', async () => {
	const name = () => page.textContent('#document-name');
	await page.click('#tab-documents');
	await page.locator('#documents .row').nth(2).click();
	await blur();
	const third = await name();
	await press(']');
	const fourth = await name();
	assert.notEqual(third, fourth);
	await press('[', '[');
	assert.notEqual(await name(), fourth);
	await press(']');
	assert.equal(await name(), third);
	await page.click('#tab-values');
	await blur();
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
await check('the filters for proposed, accepted and rejected count what the server told', async () => {
	for (const [state, name] of ['Proposed', 'Accepted', 'Rejected'].entries()) {
		await press('Escape');
		await list(name);
		await page.waitForTimeout(150);
		const { marks } = await server.get('marks');
		assert.equal(Number(/[\d,]+/.exec(await page.textContent('#values-count'))[0].replace(/,/g, '')), marks.filter(mark => mark[3] === state).length, name);
	}
	await list('All');
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
await blur();
// Nothing but itself is said on the console.
await check('nothing was said on the console', async () => assert.deepEqual(page.said, []));
await desk.end();
