// Documents without pages, and whole documents: running text of Word with marks in it, withholding.
import assert from 'node:assert/strict';
import { Desk, documentOf, fresh, plan } from './desk.mjs';

const desk = await Desk.open(), { page, server, check, press, said, saved, shot, current, open } = desk;

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
// Nothing but itself is said on the console.
await check('nothing was said on the console', async () => assert.deepEqual(page.said, []));
await desk.end();
