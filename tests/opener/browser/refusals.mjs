// What the page refuses, and how it says so.

import assert from 'node:assert/strict';
import { DAY, PASS, bundle } from '../kit.mjs';
import { broken, cut, foreign, noticed, plain, tampered } from './made.mjs';
import { button, download, focused, look, open, state, trouble, unlock, visit } from './stage.mjs';

await visit('a wrong passphrase is one plain sentence', async page => {
	await unlock(page, plain, 'wrong-words');
	assert.equal(await trouble(page), 'The passphrase is wrong, or the file is damaged.');
	assert.equal(await focused(page), 'pass');
	assert.equal(await page.getAttribute('#trouble', 'role'), 'alert');
	await look(page, '8 wrong passphrase');
	await page.fill('#pass', PASS);
	await page.click('#open');
	await state(page, 'bundle');
	assert.ok(await page.isHidden('#trouble'));
});
await visit('an expired bundle says so and does not open', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.equal(await page.textContent('#refused-title'), 'This bundle has expired');
	assert.match(await page.textContent('#refused-why'), /Ask the sender for a new one/);
	assert.equal(await page.locator('#files li').count(), 0);
	await look(page, '9 expired');
}, { shift: 31 * DAY });
await visit('an expired bundle does not show its notice', async page => {
	await unlock(page, noticed);
	await state(page, 'refused');
	assert.equal(await page.textContent('#notice-text'), '');
}, { shift: 31 * DAY });
await visit('a clock before the day of sealing is refused', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.match(await page.textContent('#refused-title'), /clock of this computer is wrong/);
	await look(page, '10 clock');
}, { shift: -DAY });
for (const [name, path] of [['broken at its end', broken], ['cut', cut]])
	await visit(`a bundle that is ${name} is one plain sentence`, async page => {
		await unlock(page, path);
		assert.equal(await trouble(page), 'The passphrase is wrong, or the file is damaged.');
	});
await visit('a document that was tampered with is not saved', async page => {
	await open(page, tampered);
	let downloads = 0;
	page.on('download', () => downloads++);
	await page.click(button('Save', 'large.bin'));
	assert.match(await trouble(page), /^This bundle is damaged or was changed/);
	await look(page, '11 tampered');
	await page.click('#save-zip');
	await page.waitForSelector('#working[hidden]', { state: 'attached' });
	assert.ok(await page.isVisible('#trouble'));
	assert.equal(downloads, 0);
	// what was not touched is still to be had
	assert.equal((await download(page, button('Save', 'letter.txt'))).bytes.toString(), 'Dear counsel,\n');
});
await visit('a file that is no bundle is told apart before a passphrase is asked for', async page => {
	await page.setInputFiles('#file', foreign);
	assert.match(await trouble(page), /not a sealed bundle/);
	await look(page, '12 no bundle');
});
