// More than one window, and more than one person: a reload, what another window does, who approves, who has no name yet; and
// marks of other programs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { drawn, look, ready, test, visit } from './kit.mjs';
import { Desk, begin, browser, markOf, plan } from './desk.mjs';

const desk = await Desk.open(), { page, check, press, saved, blur, current, open } = desk;
let { server } = desk;

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
	await blur();
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
await press('a');
await saved();
assert.deepEqual(page.said, []);
await page.context().close();
await server.stop('SIGTERM');

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
	const { approved_by: by, approved_at: at } = markOf([mark[0], mark[1]]);
	assert.equal(by, 'A. Chen');
	assert.ok(Date.now() - new Date(at) < 60000, at);
	assert.match(await second.textContent('#mark'), /Approved by A. Chen, \d+ \w+ \d{4}, \d\d:\d\d/);
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
	await third.waitForFunction(() => /decide/.test(document.querySelector('#progress').textContent));
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
await test('marks go out as XFDF and come in again', async () => {
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
desk.server = server;
await desk.end();
