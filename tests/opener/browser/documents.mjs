// Documents: seen in place, saved one by one or all at once, and found in a long list.

import assert from 'node:assert/strict';
import { many, pdf, plain, write } from './made.mjs';
import { button, download, look, open, shots, visit } from './stage.mjs';

await visit('a PDF is shown in place', async page => {
	await open(page, plain);
	await page.click(button('View', 'Volume 1/Überprüfung – 契約書.pdf'));
	await page.waitForSelector('#viewer[open] iframe');
	assert.match(await page.getAttribute('#viewer iframe', 'src'), /^blob:/);
	assert.equal(await page.textContent('#viewer-title'), 'Volume 1/Überprüfung – 契約書.pdf');
	if (shots)
		await page.waitForTimeout(3000);
	await look(page, '13 pdf');
	await page.click('#viewer-close');
});
await visit('a picture and a text are shown in place, and a web page is not', async page => {
	await open(page, plain);
	await page.click(button('View', 'picture.png'));
	await page.waitForFunction(() => document.querySelector('#viewer img')?.naturalWidth === 1);
	await page.click('#viewer-close');
	await page.click(button('View', 'letter.txt'));
	assert.equal(await page.textContent('#viewer pre'), 'Dear counsel,\n');
	await look(page, '14 text');
	await page.click('#viewer-close');
	assert.equal(await page.locator(button('View', 'page.html')).count(), 0);
	assert.equal(await page.locator(button('View', 'עברית.docx')).count(), 0);
});
await visit('one file is saved under its own name', async page => {
	await open(page, plain);
	const { name, bytes } = await download(page, button('Save', 'Volume 1/Überprüfung – 契約書.pdf'));
	assert.equal(name, 'Überprüfung – 契約書.pdf');
	assert.ok(bytes.equals(pdf));
	assert.match(await page.textContent('#done'), /is in your downloads/);
});
await visit('all files are saved as one ZIP', async page => {
	await open(page, plain);
	const { name, bytes } = await download(page, '#save-zip');
	assert.equal(name, 'plain.zip');
	write('all.zip', bytes);
	await look(page, '15 saved');
});
// The page with another number in it, and the hash of its script made right again: what it asks from
// 500 MB on, this one asks from 2 MB on.
await visit('a long list is shown in parts and searched', async page => {
	await open(page, many);
	assert.equal(await page.locator('#files li').count(), 200);
	await page.click('#more');
	assert.equal(await page.locator('#files li').count(), 400);
	await page.fill('#find', 'document 449');
	assert.equal(await page.locator('#files li').count(), 1);
	assert.equal(await page.textContent('#status'), '1 file found');
	await look(page, '17 found');
});
