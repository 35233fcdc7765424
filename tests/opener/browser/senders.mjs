// Senders: who is new to this browser, who is known, and what is asked about a stranger.

import assert from 'node:assert/strict';
import { DAY } from '../kit.mjs';
import { noticed, plain } from './made.mjs';
import { focused, look, open, state, unlock, visit } from './stage.mjs';

await visit('an unknown signer is called one, and known from then on', async page => {
	await open(page, plain);
	assert.match(await page.textContent('#facts'), /never seen before in this browser/);
	assert.match(await page.textContent('#remembered-text'), /the key of the one sender/);
	await page.reload();
	await open(page, plain);
	assert.match(await page.textContent('#facts'), new RegExp(`known since ${new Date().toISOString().slice(0, 10)} in this browser`));
	assert.doesNotMatch(await page.textContent('#facts'), /does not know/);
	assert.match(await page.textContent('#signer'), /Whose key it is, this page cannot know/);
});
await visit('whoever is not known while others are is asked about first', async page => {
	await open(page, plain);
	await page.reload();
	await unlock(page, noticed);
	await state(page, 'sender');
	assert.equal(await focused(page), 'sender-title');
	assert.match(await page.textContent('#sender-words'), /^([a-z]+-){9,}[a-z-]+$/);
	assert.equal(await page.locator('#files li').count(), 0);
	assert.equal(await page.textContent('#notice-text'), '');
	await look(page, '21 stranger');
	await page.click('#sender button.other');
	await state(page, 'choose');
	await unlock(page, noticed);
	await state(page, 'sender');             // closing it remembered nobody
	await page.click('#sender-same');
	await state(page, 'notice');
	await page.click('#accept');
	await state(page, 'bundle');
	await page.click('#signer summary');
	await look(page, '22 known senders');
	await page.reload();
	await unlock(page, noticed);
	await state(page, 'notice');
	await page.click('#accept');
	await page.click('#signer summary');
	await page.click('#forget-senders');
	assert.ok(await page.isHidden('#remembered'));
	await page.reload();
	await open(page, plain);
	assert.match(await page.textContent('#facts'), /never seen before in this browser/);
});
await visit('an expired bundle makes no sender known', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('underseal known-senders')).length), 0);
}, { shift: 31 * DAY });
await visit('where nothing can be remembered nothing is said of it', async page => {
	for (const path of [plain, noticed]) {
		await page.reload();
		await unlock(page, path);
		await page.waitForSelector('body[data-state=bundle], body[data-state=notice]');
	}
	await page.click('#accept');
	assert.match(await page.textContent('#facts'), /a signer this page does not know/);
	assert.doesNotMatch(await page.textContent('#facts'), /Sender|never seen|known since/);
	assert.ok(await page.isHidden('#remembered'));
}, { before: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } }) });
await visit('what else lies where senders are remembered does no harm', async page => {
	for (const junk of ['{', '[{"key":"<b>","since":"2026-01-01"},{"key":7}]', '{"length":3}', 'null']) {
		await page.evaluate(junk => localStorage.setItem('underseal known-senders', junk), junk);
		await page.reload();
		await open(page, plain);
		assert.match(await page.textContent('#facts'), /never seen before in this browser/);
	}
});
