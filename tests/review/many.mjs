// 1,000 documents with 50,000 marks in a real browser, served by the double of the server (mock.mjs): what is drawn,
// and how long it takes.
//
//     node many.mjs CHROMIUM FOLDER-OF-THE-PAGE

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { counter, drawn, launch, look, ready, serve, test, visit } from './kit.mjs';

const [chromium, folder] = process.argv.slice(2);
const server = await serve(process.execPath, [fileURLToPath(new URL('mock.mjs', import.meta.url)), folder]);
const browser = await launch(chromium);
const TIMES = Number(process.env.PATIENCE ?? 5);   // a test that fails for the machine's load teaches nobody

await test('the first page is there soon, all marks a little later', async () => {
	const page = await visit(browser, server.address, { wait: false }), clock = () => page.evaluate(() => performance.now());
	await drawn(page);
	const first = await clock();
	await ready(page);
	console.log(`      first page after ${first.toFixed(0)} ms, 50,000 marks after ${(await clock()).toFixed(0)} ms`);
	assert.ok(first < 1000 * TIMES, `${first} ms`);
	await page.context().close();
});

const page = await visit(browser, server.address);
await drawn(page);
await test('few of 1,000 documents are in the page', async () => {
	assert.equal(await page.getAttribute('#documents', 'aria-rowcount'), '1000');
	assert.ok(await page.locator('#documents .row').count() < 50);
	await page.focus('#documents');
	await page.keyboard.press('End');
	await page.waitForSelector('#documents .row[aria-rowindex="1000"][aria-selected=true]');
	await page.waitForFunction(() => document.querySelector('#document-name').textContent.includes('1000'));
}, page);
await test('few of 50,000 marks as well, and each can be come to', async () => {
	await page.click('#tab-values');
	await page.locator('#values .row').first().click();
	await page.waitForFunction(() => Number(document.querySelector('#values').getAttribute('aria-rowcount')) > 5000);
	assert.ok(await page.locator('#values .row').count() < 50);
	await page.focus('#values');
	await page.keyboard.press('End');
	await page.waitForSelector('#values .row[aria-selected=true]');
}, page);
for (const list of ['values', 'middle'])
	await test(`scrolling ${list} draws a frame in little time`, async () => {
		const slow = await page.evaluate(list => new Promise(done => {
			const root = document.getElementById(list), times = [];
			root.scrollTop = 0;
			let n = 0;
			const step = () => {
				const begun = performance.now();
				root.scrollTop += 300;
				const channel = new MessageChannel();   // after the frame is drawn
				channel.port1.onmessage = () => { times.push(performance.now() - begun); n++ < 60 ? requestAnimationFrame(step) : done(times.sort((a, b) => a - b)[Math.floor(times.length * 0.9)]); };
				requestAnimationFrame(() => channel.port2.postMessage(0));
			};
			step();
		}), list);
		console.log(`      nine of ten frames within ${slow.toFixed(1)} ms`);
		assert.ok(slow < 34 * TIMES, `${slow} ms`);
	}, page);
await test('a value that goes on on the next page has a box on either, of one look', async () => {
	const mark = (await server.get('marks')).marks.find(one => one[21]), key = mark[0] * 0x1000000 + mark[1];
	const other = await visit(browser, `${server.address}#d=${mark[0]}&p=1&m=${key}&z=0.5`);
	await other.waitForSelector(`.leaf[data-page="2"] .box.current[data-key="${key}"]`);
	const [one, two] = await other.evaluate(key => [1, 2].map(page => document.querySelector(`.leaf[data-page="${page}"] .box[data-key="${key}"]`).className), key);
	assert.equal(one, two);
	const rest = await other.locator(`.leaf[data-page="2"] .box[data-key="${key}"]`).boundingBox();
	await other.keyboard.press(mark[3] === 1 ? 'x' : 'a');
	await other.waitForFunction(([key, state]) => [...document.querySelectorAll(`.box[data-key="${key}"]`)].every(box => box.matches(`.s${state}`)), [key, mark[3] === 1 ? 2 : 1]);
	// a click on the second half chooses it
	await other.mouse.click(rest.x + rest.width / 2, rest.y + rest.height / 2);
	await other.waitForSelector(`.leaf[data-page="1"] .box.current[data-key="${key}"]`);
	assert.deepEqual(await look(other, 'many rest'), []);
	await other.context().close();
}, page);
await test('deciding on one mark is felt at once', async () => {
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press('n');
	const took = await page.evaluate(() => new Promise(done => {
		const begun = performance.now();
		document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
		requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
	}));
	console.log(`      drawn after ${took.toFixed(0)} ms`);
	assert.ok(took < 100 * TIMES);
}, page);
await test('deciding on thousands of one value goes through', async () => {
	const before = await page.textContent('#progress');
	await page.locator('#values .row.head .hands button').first().click();
	await page.waitForFunction(before => document.querySelector('#progress').textContent !== before && document.querySelector('#saved').textContent === 'Saved', before);
	await page.keyboard.press('u');
	await page.waitForFunction(() => /^Undone/.test(document.querySelector('#said').textContent));
}, page);
await test('nothing was said on the console, and axe-core finds nothing', async () => {
	assert.deepEqual(page.said, []);
	assert.deepEqual(await look(page, 'many'), []);
}, page);
await browser.close();
await server.stop('SIGTERM');
console.log(`${counter.passed} passed, ${counter.failed} failed`);
process.exit(counter.failed ? 1 : 0);
