// The way of a recipient: choose a bundle, open it, read who sealed it and what is in it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PASS, bundle, payloadOf, sealTo } from '../kit.mjs';
import { files, keyFile, noticed, otherKeyFile, pdf, plain, recipient, toKey, unproven, work, write } from './made.mjs';
import { button, choose, download, focused, look, open, shots, state, trouble, unlock, visit } from './stage.mjs';

await visit('a sealed bundle opens and says what the command line says', async page => {
	const said = readFileSync(`${work}/sealed.said`, 'utf8');
	await look(page, '1 choose');
	await choose(page, `${work}/sealed.age`);
	await look(page, '2 unlock');
	assert.equal(await focused(page), 'pass');
	await page.fill('#pass', readFileSync(`${work}/sealed.pass`, 'utf8').trim());
	await page.keyboard.press('Enter');
	await page.waitForSelector('#deriving:not([hidden])');
	if (shots)
		await page.screenshot({ path: `${shots}/3 deriving.png` });
	await state(page, 'bundle');
	await page.click('#signer summary');
	await look(page, '4 bundle');
	assert.equal(await focused(page), '');   // the summary just clicked on
	assert.match(await page.textContent('#facts'), /Ames Farraday LLP/);
	const digits = await page.textContent('#signer-digits'), words = await page.textContent('#signer-words');
	assert.ok(said.includes(digits), `${said} does not name ${digits}`);
	assert.match(words, /^([a-z]+-){9,}[a-z-]+$/);
	if (/sealed by +[a-z]+-/.test(said))
		assert.ok(said.includes(words), `${said} does not name ${words}`);
	const { bytes } = await download(page, button('Save', 'exhibit.pdf'));
	assert.ok(bytes.equals(pdf));
});
await visit('a bundle that is text opens', async page => {
	const lines = readFileSync(plain).toString('base64').match(/.{1,64}/g).join('\n');
	await open(page, write('text.age', `-----BEGIN AGE ENCRYPTED FILE-----\n${lines}\n-----END AGE ENCRYPTED FILE-----\n`));
	assert.ok((await download(page, button('Save', 'large.bin'))).bytes.equals(files['large.bin']));
});
await visit('a bundle that is sealed to a key opens with the file of that key', async page => {
	await choose(page, toKey);
	assert.equal(await page.textContent('#unlock-title'), '2. Choose your key');
	assert.equal(await focused(page), 'key-file');
	assert.ok(await page.isHidden('#pass'));
	await look(page, '19 key');
	await page.click('#open');
	assert.match(await trouble(page), /^Choose the file with your key first/);
	await page.setInputFiles('#key-file', otherKeyFile);
	await page.click('#open');
	await page.waitForSelector('#trouble[data-code=locked]:not([hidden])');
	assert.equal(await trouble(page), 'The bundle was not sealed to this key, or the file is damaged.');
	await look(page, '20 another key');
	await page.setInputFiles('#key-file', keyFile);
	await page.click('#open');
	await state(page, 'bundle');
	assert.deepEqual(await page.evaluate(() => ['key', 'key-file'].map(id => document.getElementById(id).value)), ['', '']);
	assert.ok((await download(page, button('Save', 'large.bin'))).bytes.equals(files['large.bin']));
});
await visit('what underseal sealed to a key, as text, opens with that key pasted', async page => {
	await choose(page, `${work}/sealed-to.age`);
	await page.fill('#key', 'AGE-SECRET-KEY-1QQQ');
	await page.click('#open');
	assert.match(await trouble(page), /^The key is not whole/);
	assert.equal(await focused(page), 'key');
	await page.fill('#key', readFileSync(`${work}/safe/key.txt`, 'utf8').split('\n').find(line => line.startsWith('AGE-')));
	await page.keyboard.press('Enter');
	await state(page, 'bundle');
	assert.ok((await download(page, button('Save', 'exhibit.pdf'))).bytes.equals(pdf));
});
await visit('a passphrase is asked for again after a bundle that took a key', async page => {
	await choose(page, toKey);
	await page.click('#unlock button.other');
	await open(page, plain);
});
await visit('the key that a sender reads out is compared', async page => {
	await open(page, plain);
	await page.click('#signer summary');
	const words = await page.textContent('#signer-words'), digits = await page.textContent('#signer-digits');
	for (const typed of [words, words.toUpperCase().replaceAll('-', ' '), digits, digits.replaceAll(' ', '')]) {
		await page.fill('#compare', typed);
		assert.equal(await page.textContent('#compared'), 'The same key.');
	}
	await page.fill('#compare', digits.replace(/.$/, letter => letter === '0' ? '1' : '0'));
	assert.match(await page.textContent('#compared'), /Not the same key/);
	await look(page, '5 another key');
});
await visit('a notice comes first', async page => {
	await unlock(page, noticed);
	await state(page, 'notice');
	assert.equal(await focused(page), 'notice-title');
	assert.match(await page.textContent('#notice-text'), /PROTECTIVE ORDER/);
	assert.equal(await page.locator('#files li').count(), 0);
	await look(page, '6 notice');
	await page.click('#accept');
	await state(page, 'bundle');
	assert.equal(await focused(page), 'bundle-title');
});
await visit('a notice that is not accepted closes the bundle', async page => {
	await unlock(page, noticed);
	await state(page, 'notice');
	await page.click('#notice button.other');
	await state(page, 'choose');
	assert.equal(await page.textContent('#notice-text'), '');
});
await visit('documents without proof are marked', async page => {
	await open(page, unproven);
	assert.ok(await page.isVisible('#unproven'));
	assert.equal(await page.locator('#files .mark').count(), 1);
	await look(page, '7 without proof');
});
async function drop(page, name, bytes) {
	const dataTransfer = await page.evaluateHandle(([name, bytes]) => {
		const transfer = new DataTransfer();
		transfer.items.add(new File([Uint8Array.from(bytes)], name));
		return transfer;
	}, [name, [...bytes]]);
	await page.dispatchEvent('body', 'drop', { dataTransfer });
}
await visit('a file that is dropped on the page is chosen, and a key where one is asked for', async page => {
	await drop(page, 'dropped.age', sealTo(payloadOf(), [recipient]));
	await state(page, 'unlock');
	assert.equal(await page.textContent('#chosen'), 'dropped.age');
	await drop(page, 'key.txt', readFileSync(keyFile));
	await page.waitForFunction(() => document.getElementById('key-file').files[0]?.name === 'key.txt');
	await drop(page, 'another.age', bundle());
	await page.waitForFunction(() => document.getElementById('chosen').textContent === 'another.age');
	assert.equal(await page.textContent('#unlock-title'), '2. Type the passphrase');
});
await visit('all of it works by keyboard', async page => {
	const tabTo = async id => {
		for (let i = 0; i < 30 && await focused(page) !== id; i++)
			await page.keyboard.press('Tab');
		assert.equal(await focused(page), id);
	};
	await tabTo('file');
	await choose(page, noticed);
	await page.keyboard.type(PASS);
	await page.keyboard.press('Enter');
	await state(page, 'notice');
	await tabTo('notice-text');
	await tabTo('accept');
	await page.keyboard.press('Enter');
	await state(page, 'bundle');
	await tabTo('save-zip');
	await page.focus(button('View', 'letter.txt'));
	await page.keyboard.press('Enter');
	await page.waitForSelector('#viewer[open]');
	assert.equal(await focused(page), 'viewer-close');
	await page.keyboard.press('Escape');
	await page.waitForSelector('#viewer:not([open])', { state: 'attached' });
	assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'View letter.txt');
});
