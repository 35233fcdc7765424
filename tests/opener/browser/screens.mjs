// The page on other screens.

import { PASS } from '../kit.mjs';
import { noticed, slow } from './made.mjs';
import { button, look, state, trouble, unlock, visit } from './stage.mjs';

for (const [name, context] of [['dark', { colorScheme: 'dark' }], ['phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
	['narrow and dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }]])
	await visit(`the page is fine on a screen that is ${name}`, async page => {
		await look(page, `18 ${name} choose`);
		await unlock(page, noticed, 'wrong');
		await trouble(page);
		await look(page, `18 ${name} trouble`);
		await page.fill('#pass', PASS);
		await page.click('#open');
		await state(page, 'notice');
		await look(page, `18 ${name} notice`);
		await page.click('#accept');
		await page.click('#signer summary');
		await look(page, `18 ${name} bundle`);
		await page.click(button('View', 'letter.txt'));
		await page.waitForSelector('#viewer[open]');
		await look(page, `18 ${name} viewer`);
	}, context);
await visit('the key derivation shows how far it is', async page => {
	await unlock(page, slow);
	await page.waitForFunction(() => document.getElementById('deriving-bar').value > 0);
	await state(page, 'bundle');
});
