// When something goes wrong: a server that does not answer for a while, one that is killed between two actions, documents
// that are gone or have changed.

import assert from 'node:assert/strict';
import { appendFileSync, renameSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { drawn, look, visit } from './kit.mjs';
import { Desk, begin, browser, documentOf, markOf, plan, planPath, states, statesOf, text } from './desk.mjs';

const desk = await Desk.open(), { page, check, press, saved, shot, current } = desk;

await check('an action that could not be saved is kept, counted, and saved as soon as there is an answer', async () => {
	await drawn(page);
	await press('n');
	const here = await current(), was = markOf(here).state, wanted = was === 'accepted' ? 'rejected' : 'accepted';
	await page.context().setOffline(true);
	await press(was === 'accepted' ? 'x' : 'a');
	await page.waitForSelector('#lost:not([hidden])');
	await page.waitForFunction(() => /1 action is not saved[^]*Leave this page open[^]*start it again with underseal review/.test(document.querySelector('#lost').textContent));
	assert.match(await page.textContent('#saved'), /1 action not saved/);
	assert.equal(markOf(here).state, was);
	await page.context().setOffline(false);
	await page.waitForSelector('#lost', { state: 'hidden' });
	await saved();
	assert.equal(markOf(here).state, wanted);
	page.said.length = 0;   // the browser says that it was offline
});
await check('when the server is killed the page says what is not saved', async () => {
	await saved();
	await press('n');
	const before = text();
	assert.deepEqual(page.said, []);
	await desk.server.stop('SIGKILL');
	await page.waitForSelector('#lost:not([hidden])');
	const lost = await current();
	await press(markOf(lost).state === 'accepted' ? 'x' : 'a');
	await page.waitForFunction(() => /1 action is not saved/.test(document.querySelector('#lost').textContent));
	await shot('19 lost');
	assert.equal(text(), before);
});
await check('and what was saved before is there when it is started again', async () => {
	const before = plan();
	desk.server = await begin();
	const again = await visit(browser, desk.server.address);
	await drawn(again);
	assert.equal((await desk.server.get('marks')).marks.length > 0, true);
	assert.deepEqual(states(), statesOf(before.documents.flatMap(one => one.marks)));
	await again.keyboard.press('n');
	await again.keyboard.press('a');
	await again.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
	assert.deepEqual(again.said, []);
	await again.context().close();
	await desk.server.stop('SIGTERM');
});
await check('of a document that is gone or has changed the page says so, and shows nothing else', async () => {
	const folder = dirname(planPath), pathOf = part => resolve(folder, plan().from[0], documentOf(part).source);
	const gone = pathOf('Demand letter'), changed = pathOf('Employee information'), bytes = readFileSync(changed);
	renameSync(gone, `${gone}.away`);
	appendFileSync(changed, ' ');
	try {
		desk.server = await begin();
		const other = await visit(browser, desk.server.address);
		await other.selectOption('#documents-kind', 'trouble');
		for (const [name, why] of [['Demand letter', /no such file/], ['Employee information', /has changed/]]) {
			await other.locator('#documents .row', { hasText: name }).first().click();
			await other.waitForFunction(name => document.querySelector('#document-name').textContent.includes(name), name);
			await other.waitForFunction(why => new RegExp(why).test(document.querySelector('#gone').textContent), why.source);
			assert.equal(await other.locator('.leaf').count(), 0);
			assert.ok(await other.isDisabled('#tool-box'));
			desk.faults.push(...await look(other, `19b ${name}`));
		}
		assert.deepEqual(other.said, []);
		await other.context().close();
	} finally {
		renameSync(`${gone}.away`, gone);
		writeFileSync(changed, bytes);
	}
});
await desk.end();
