// The page about a batch in headless Chromium: it shows what it should, loads nothing, says nothing on the console, and
// axe-core finds nothing against it. browser.mjs CHROMIUM PAGE.html [FOLDER for pictures]
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../npm/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [,, program, file, shots] = process.argv;
let passed = 0, failed = 0;

async function test(fact, body) {
	try {
		await body();
		passed++;
		console.log(`ok    ${fact}`);
	} catch (e) {
		failed++;
		console.log(`FAIL  ${fact}\n      | ${String(e.message).split('\n').join('\n      | ')}`);
	}
}

const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
for (const scheme of ['light', 'dark']) {
	const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1200, height: 900 } });
	const page = await context.newPage();
	const said = [], asked = [];
	page.on('console', message => said.push(message.text()));
	page.on('pageerror', e => said.push(e.message));
	page.on('request', request => asked.push(request.url()));
	await page.goto(pathToFileURL(path.resolve(file)).href);
	await page.waitForSelector('#rows tr');
	const rows = () => page.locator('#rows > tr:not(.detail)');

	await test(`${scheme}: every document has a row`, async () => {
		assert.equal(await rows().count(), 6);
	});
	await test(`${scheme}: a name is text, whatever it looks like`, async () => {
		assert.equal(await page.locator('#rows img, #rows b').count(), 0);
		assert.match(await page.locator('#rows').innerText(), /<img src=x onerror=alert\(1\)>/);
	});
	await test(`${scheme}: a document opens, with what was found and its pages`, async () => {
		await page.click('#rows button:has-text("letter.pdf")');
		const detail = page.locator('tr.detail');
		assert.match(await detail.innerText(), /ssn\s+SSN/);
		assert.equal(await detail.locator('img').count(), 1);
		assert.ok(await detail.locator('img').evaluate(img => img.decode().then(() => img.naturalWidth > 100)));
	});
	if (shots)
		await page.screenshot({ path: path.join(shots, `report-${scheme}.png`), fullPage: true });
	await test(`${scheme}: axe-core finds nothing`, async () => {
		// As the browser's debugger, which the page's policy does not bind.
		await page.evaluate(`${axe};0`);
		const { violations } = await page.evaluate(() => window.axe.run(document));
		assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes[0].html}`), []);
	});
	await test(`${scheme}: words narrow the table`, async () => {
		await page.fill('#words', 'letter ssn');
		await page.waitForFunction(() => document.querySelectorAll('#rows > tr:not(.detail)').length === 1);
		await page.fill('#words', '');
		await page.waitForFunction(() => document.querySelectorAll('#rows > tr:not(.detail)').length === 6);
	});
	await test(`${scheme}: so does what a person must look at`, async () => {
		await page.check('#look');
		assert.match(await page.locator('#rows').innerText(), /cut\.pdf/);
		assert.ok(await rows().count() < 6);
		await page.uncheck('#look');
	});
	await test(`${scheme}: a column sorts, and says so`, async () => {
		await page.click('th button:has-text("Redactions")');
		assert.equal(await page.getAttribute('th:has-text("Redactions")', 'aria-sort'), 'descending');
		const counts = await page.locator('#rows > tr:not(.detail) > td:nth-child(3)').allInnerTexts();
		const numbers = counts.map(text => Number(text) || 0);
		assert.deepEqual(numbers, [...numbers].sort((a, b) => b - a));
	});
	await test(`${scheme}: nothing is loaded, and nothing said on the console`, async () => {
		assert.deepEqual(said, []);
		assert.equal(asked.filter(url => !url.startsWith('data:')).length, 1);
	});
	await context.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
