// Screens of all kinds, and who cannot see or has no mouse: dark, small, narrow, magnified, of high contrast; names for screen
// readers, the order of the focus, that it is seen and leaves again.

import assert from 'node:assert/strict';
import { drawn, look, test, visit } from './kit.mjs';
import { Desk, browser } from './desk.mjs';

const desk = await Desk.open(), { page, check, press, server, shot } = desk;

// What Tab comes to, until it comes by the first again: [id or words, whether its focus can be seen, where it lies].
async function round(page, key = 'Tab') {
	const list = [];
	for (let i = 0; i < 200; i++) {
		await page.keyboard.press(key);
		const now = await page.evaluate(() => {
			const at = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(at), { left, width } = at.getBoundingClientRect();
			return { name: at.id || at.getAttribute('aria-label') || at.textContent.trim(), tag: at.tagName, seen: at === document.body || outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, width, left, named: Boolean(at.getAttribute('aria-label') || at.textContent.trim() || at.labels?.length || at.title) };
		});
		if (now.tag === 'BODY' || list.length && now.name === list[0].name)
			return list;
		list.push(now);
	}
	throw new Error(`Tab never ends: ${list.slice(-3).map(one => one.name)}`);
}
await check('Tab comes by everything, from left to right, is always seen, and is caught nowhere', async () => {
	await drawn(page);
	await press('n');
	await page.evaluate(() => document.activeElement.blur());
	await page.evaluate(() => getSelection().removeAllRanges());
	await page.focus('#progress-seen');
	const list = await round(page), names = list.map(one => one.name);
	for (const one of list)
		assert.ok(one.seen, `the focus on ${one.name} cannot be seen`);
	for (const one of list)
		assert.ok(one.named, `${one.name} has no name`);
	const places = ['reviewer', 'tab-documents', 'documents', 'previous-mark', 'show-beside', 'tool-box', 'middle', 'note', 'import'].filter(one => one !== 'import').map(name => names.indexOf(name));
	assert.ok(places.every(at => at >= 0), `${places} of ${names}`);
	assert.deepEqual(places, [...places].sort((a, b) => a - b), `${names}`);
	assert.ok(list.some(one => /proposed|accepted/.test(one.name)), 'the current mark has a place among them');
	assert.equal(names.filter(name => name === 'documents').length, 1, 'a list is one stop');
});
await check('and back again', async () => {
	await page.focus('#middle');
	await page.keyboard.press('Shift+Tab');
	assert.notEqual(await page.evaluate(() => document.activeElement.id), 'middle');
	await page.keyboard.press('Tab');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'middle');
});
await check('a dialog keeps the focus until Escape, and gives it back', async () => {
	await page.focus('#help-open');
	await page.keyboard.press('Enter');
	await page.waitForSelector('#help[open]');
	for (let i = 0; i < 4; i++) {
		await page.keyboard.press('Tab');
		assert.ok(await page.evaluate(() => document.activeElement === document.body || document.querySelector('#help').contains(document.activeElement)));
	}
	await page.keyboard.press('Escape');
	await page.waitForSelector('#help', { state: 'hidden' });
	assert.equal(await page.evaluate(() => document.activeElement.id), 'help-open');
});
await check('lists, marks and what happens have names for screen readers', async () => {
	assert.equal(await page.getAttribute('#documents', 'role'), 'grid');
	assert.match(await page.getAttribute('#documents', 'aria-activedescendant'), /^documents-/);
	assert.match(await page.locator('.box.current').first().getAttribute('aria-label'), /, (proposed|accepted|rejected)/);
	assert.equal(await page.getAttribute('#said', 'aria-live'), 'polite');
	assert.equal(await page.locator('[role=status]').count() > 2, true);
});
for (const [name, viewport] of [['narrow', { width: 760, height: 900 }], ['at 200 %', { width: 800, height: 500 }], ['at 400 %', { width: 400, height: 640 }]])
	await test(`where there is little room the page comes first, and lists when they are asked for: ${name}`, async () => {
		const other = await visit(browser, server.address, { viewport }), inside = async id => {
			const { x, y, width, height } = await other.locator(id).boundingBox();
			return x >= 0 && y >= 0 && x + width <= viewport.width + 1 && y + height <= viewport.height + 1;
		};
		await drawn(other);
		for (const id of ['#rail-open', '#reviewer', '#help-open', '#next-mark', '#tool-box', '#tool-undo', '#side-more'])
			assert.ok(await inside(id), id);
		assert.ok((await other.locator('#middle').boundingBox()).height > viewport.height * 0.38);
		assert.equal(await other.isVisible('#tab-documents'), false);
		await other.keyboard.press('n');
		await other.waitForSelector('[data-deed=accept]');
		assert.ok(await inside('[data-deed=accept]') && await inside('[data-deed=reject]'));
		assert.deepEqual(await look(other, `23 ${name}`), []);
		await other.click('#side-more');
		await other.waitForSelector('#note');
		assert.deepEqual(await look(other, `24 ${name} more`), []);
		await other.keyboard.press('Escape');
		await other.waitForSelector('#note', { state: 'hidden' });
		await other.focus('#rail-open');
		await other.keyboard.press('Enter');
		await other.waitForSelector('#tab-documents');
		assert.equal(await other.evaluate(() => document.activeElement.id), 'tab-documents');
		assert.deepEqual(await look(other, `25 ${name} lists`), []);
		await other.locator('#documents .row', { hasText: 'Settlement' }).click();
		await other.waitForSelector('#tab-documents', { state: 'hidden' });
		await other.waitForSelector('#flow .unit');
		assert.deepEqual(await look(other, `26 ${name} docx`), []);
		assert.deepEqual(other.said, []);
		await other.context().close();
	});
await test('who wants no motion gets none', async () => {
	const other = await visit(browser, server.address, { reducedMotion: 'reduce' });
	await drawn(other);
	assert.deepEqual(await other.evaluate(() => [...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration.split(', ').some(time => time !== '0s') || getComputedStyle(one).animationName !== 'none').map(one => one.outerHTML.slice(0, 80))), []);
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
await shot('27 end');
await desk.end();
