// The page in Firefox, from file://: open, view, save, a wrong passphrase, an expired bundle. browser.mjs
// asks everything of Chromium; this asks whether another engine does the same.
//
//     node firefox.mjs FIREFOX PAGE WORK
//
// Playwright drives a stock Firefox by WebDriver BiDi.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DAY, PASS, bundle } from './kit.mjs';

const require = createRequire(new URL('../npm/', import.meta.url));
const { firefox } = require('playwright-core');
const [firefoxPath, pagePath, work] = process.argv.slice(2);
const shots = process.env.SHOTS;
if (shots)
	mkdirSync(shots, { recursive: true });

const pdf = readFileSync(`${work}/out/exhibit.pdf`);
const files = { 'Volume 1/Überprüfung – 契約書.pdf': pdf, 'letter.txt': Buffer.from('Dear counsel,\n'), 'large.bin': Buffer.alloc(3 << 20, 5) };
writeFileSync(`${work}/plain.age`, bundle({ files }));

const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: firefoxPath });
let passed = 0, failed = 0;

async function visit(name, work, shift = 0) {
	const session = await browser.newContext({ viewport: { width: 1000, height: 900 } });
	const page = await session.newPage(), said = [];
	page.on('pageerror', error => said.push(error.message));
	if (shift)
		await page.addInitScript(shift => { const now = Date.now; Date.now = () => now() + shift; }, shift);
	await page.addInitScript(() => {
		const make = URL.createObjectURL;
		window.handed = [];
		URL.createObjectURL = blob => (blob.type.includes('javascript') || window.handed.push(blob), make.call(URL, blob));
	});
	page.setDefaultTimeout(30000);
	try {
		await page.goto(`file://${pagePath}`);
		await work(page);
		assert.deepEqual(said, []);
		passed++;
		console.log(`ok       ${name}`);
	} catch (error) {
		failed++;
		console.log(`FAILED   ${name}\n         | ${String(error.message).split('\n').slice(0, 12).join('\n         | ')}`);
	}
	if (shots)
		await page.screenshot({ path: `${shots}/firefox ${name}.png` }).catch(() => {});
	await session.close();
}
async function unlock(page, pass = PASS) {
	await page.setInputFiles('#file', `${work}/plain.age`);
	await page.waitForSelector('body[data-state=unlock]');
	await page.fill('#pass', pass);
	await page.click('#open');
}
async function open(page) {
	await unlock(page);
	await page.waitForSelector('body[data-state=bundle]');
}

await visit('a bundle opens and shows its files', async page => {
	await open(page);
	const list = await page.textContent('#files');
	for (const name of ['契約書.pdf', 'letter.txt', 'large.bin'])
		assert.ok(list.includes(name), `${name} is not in: ${list.slice(0, 200)}`);
});
await visit('a text is viewed', async page => {
	await open(page);
	await page.click('button[aria-label="View letter.txt"]');
	await page.waitForSelector('dialog[open]');
	await page.waitForFunction(() => document.querySelector('dialog[open]').textContent.includes('Dear counsel'));
});
// Of a download nothing can be seen this way, so what is handed to it is looked at.
await visit('a file is handed to the downloads whole', async page => {
	await open(page);
	await page.click('button[aria-label="Save large.bin"]');
	await page.waitForFunction(() => document.body.textContent.includes('large.bin is in your downloads'));
	const sums = await page.evaluate(() => Promise.all(window.handed.map(async blob =>
		[...new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))].map(byte => byte.toString(16).padStart(2, '0')).join(''))));
	assert.ok(sums.includes(createHash('sha256').update(files['large.bin']).digest('hex')), `of ${sums.length} none is the file`);
});
await visit('a wrong passphrase is one plain sentence', async page => {
	await unlock(page, 'not the passphrase of it');
	await page.waitForSelector('#trouble:not([hidden])');
	assert.match(await page.textContent('#trouble'), /passphrase is wrong, or the file is damaged/);
});
await visit('an expired bundle does not open', async page => {
	await unlock(page);
	await page.waitForSelector('body[data-state=refused]');
	assert.equal(await page.textContent('#refused-title'), 'This bundle has expired');
}, 400 * DAY);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
