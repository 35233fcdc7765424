// Looking: pages, their size, text beside them, what is not searchable, running text of Word, help; what counts as seen.
import assert from 'node:assert/strict';
import { drawn } from './kit.mjs';
import { Desk, plan } from './desk.mjs';

const desk = await Desk.open(), { page, check, press, said, saved, shot, open } = desk;

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
await check('boxes are translucent, of a colour for each code, and tell their state without it', async () => {
	const looks = await page.evaluate(() => [...document.querySelectorAll('.box')].map(box => ({ state: /s\d/.exec(box.className)[0], code: /h\d/.exec(box.className)[0], colour: getComputedStyle(box).borderTopColor,
		line: getComputedStyle(box).borderTopStyle, fill: Number(/, ([\d.]+)\)$/.exec(getComputedStyle(box).backgroundColor)?.[1] ?? 1) })));
	assert.ok(looks.every(({ fill }) => fill < 0.4), 'words under a box can be read');
	const lines = new Map(looks.map(({ state, line }) => [state, line])), colours = new Map(looks.map(({ code, colour }) => [code, colour]));
	assert.equal(lines.get('s1'), 'solid');
	assert.equal(lines.get('s0'), 'dashed');
	assert.ok(colours.size > 1 && new Set(colours.values()).size === colours.size, `${[...colours]}`);
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

await check('unsearchable pages are told', async () => {
	await page.selectOption('#documents-kind', 'dark');
	await page.locator('#documents .row').first().click();
	await drawn(page);
	await page.waitForSelector('.leaf .warn');
	await page.waitForTimeout(600);
	await shot('18 scan');
	await page.selectOption('#documents-kind', '');
});

// Nothing but itself is said on the console.
await check('nothing was said on the console', async () => assert.deepEqual(page.said, []));
await desk.end();
