// Saving: what is asked before memory is filled, files that stream to the disk, and a folder of them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { files, plain, tampered, write } from './made.mjs';
import { button, download, look, open, pagePath, state, trouble, visit } from './stage.mjs';

const page = readFileSync(pagePath, 'utf8'), script = html => /<script>([^]*?)<\/script>/.exec(html)[1];
const hashOf = html => createHash('sha256').update(script(html)).digest('base64');
const asking = page.replace('var LARGE = 5e8;', 'var LARGE = 2e6;');
assert.notEqual(asking, page);
const askingPage = write('asking.html', asking.replace(hashOf(page), hashOf(asking)));
await visit('before much is held in memory the reader is asked', async page => {
	await open(page, plain);
	let downloads = 0;
	page.on('download', () => downloads++);
	for (const leave of [() => page.click('#ask-no'), () => page.keyboard.press('Escape')]) {
		await page.click(button('Save', 'large.bin'));
		await page.waitForSelector('#ask[open]');
		assert.match(await page.textContent('#ask-text'), /first hold all 3\.1 MB in its own storage/);
		if (!downloads)
			await look(page, '23 ask');
		await leave();
		await page.waitForSelector('#ask:not([open])', { state: 'attached' });
	}
	assert.ok((await download(page, button('Save', 'letter.txt'))).bytes.length);   // small: not asked
	assert.equal(downloads, 1);
	await page.click('#save-zip');
	await page.waitForSelector('#ask[open]');
	assert.equal((await download(page, '#ask-yes')).name, 'plain.zip');
}, { path: askingPage });
await visit('where it goes to the disk at once nobody is asked', async page => {
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.waitForFunction(() => window.picked.file?.closed);
	assert.equal(await page.locator('#ask[open]').count(), 0);
}, { path: askingPage, streaming: true });
await visit('a file is streamed to the disk', async page => {
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.waitForFunction(() => window.picked.file?.closed);
	assert.equal(await page.evaluate(() => window.picked.name), 'large.bin');
	assert.ok(await page.evaluate(() => window.picked.file.bytes.length === 3 << 20 && window.picked.file.bytes.every(byte => byte === 5)));
}, { streaming: true });
await visit('a file that was tampered with never gets its name on the disk', async page => {
	await open(page, tampered);
	await page.click(button('Save', 'large.bin'));
	await trouble(page);
	assert.deepEqual(await page.evaluate(() => [window.picked.file.closed ?? false, window.picked.file.aborted]), [false, true]);
}, { streaming: true });
await visit('all files go into a folder, and nothing is replaced', async page => {
	await open(page, plain);
	await page.click('#save-folder');
	await page.waitForFunction(() => /are saved/.test(document.getElementById('done').textContent));
	const { picked, volume } = await page.evaluate(() => ({ picked: Object.keys(window.picked.folder.files), volume: Object.keys(window.picked.folder.folders['Volume 1'].files) }));
	assert.deepEqual(picked.sort(), ['MANIFEST.json', 'MANIFEST.json.minisig', 'READ-ME.txt', 'large.bin', 'letter.txt', 'page.html', 'picture.png', 'redaction-log.csv', 'עברית.docx'].sort());
	assert.deepEqual(volume, ['Überprüfung – 契約書.pdf']);
	await look(page, '16 folder');
	await page.click('#save-folder');
	assert.match(await trouble(page), /is there already/);
}, { streaming: true });
await visit('of a tampered bundle a folder gets whole files only', async page => {
	await open(page, tampered);
	await page.click('#save-folder');
	await trouble(page);
	assert.deepEqual(await page.evaluate(() => [window.picked.folder.files['large.bin'], window.picked.folder.files['MANIFEST.json'],
		Object.values(window.picked.folder.files).every(file => file.closed)]), [undefined, undefined, true]);
}, { streaming: true });
await visit('saving can be stopped', async page => {
	await page.evaluate(() => {
		const pick = window.showSaveFilePicker;
		window.showSaveFilePicker = async order => {
			const file = await pick(order), make = file.createWritable.bind(file);
			file.createWritable = async () => {
				const writable = await make();
				return { ...writable, write: async part => { await new Promise(done => setTimeout(done, 300)); return writable.write(part); } };
			};
			return file;
		};
	});
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.click('#stop');
	await page.waitForFunction(() => /Stopped/.test(document.getElementById('done').textContent));
	assert.ok(await page.evaluate(() => window.picked.file.aborted && !window.picked.file.closed));
	await page.click(button('Save', 'letter.txt'));
	await page.waitForFunction(() => window.picked.file.closed);
}, { streaming: true });
