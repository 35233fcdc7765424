// How long the page takes for a large bundle, in headless Chromium, from file://.
//
//     node speed.mjs CHROMIUM PAGE BUNDLE PASSPHRASE_FILE
//
// What is saved is counted and let go, so that the disk is not measured.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../npm/', import.meta.url));
const { chromium } = require('playwright-core');
const [chromiumPath, pagePath, bundle, passFile] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const page = await browser.newPage();
page.setDefaultTimeout(300000);
await page.addInitScript(() => {
	window.saved = { bytes: 0, closed: false };
	window.showSaveFilePicker = async () => ({ createWritable: async () => ({
		write: async part => { window.saved.bytes += part.length; },
		close: async () => { window.saved.closed = true; },
		abort: async () => {},
	}) });
});
const took = async work => {
	const began = performance.now();
	await work();
	return ((performance.now() - began) / 1000).toFixed(2);
};
// Seconds of processor time of all of the browser's processes so far, and the most memory that its
// hungriest one has had, in MB.
const cdp = await browser.newBrowserCDPSession();
async function used() {
	const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
	const peaks = processInfo.map(({ id }) => Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
	return { cpu: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0), memory: Math.round(Math.max(...peaks) / 1000) };
}
await page.goto(`file://${pagePath}`);
await page.setInputFiles('#file', bundle);
await page.fill('#pass', readFileSync(passFile, 'utf8').trim());
const list = await took(async () => {
	await page.click('#open');
	await page.waitForSelector('body[data-state=bundle]');
});
const largest = page.locator('#files li button[aria-label^="Save "]').first();
const before = await used();
const save = await took(async () => {
	await largest.click();
	await page.waitForFunction(() => window.saved.closed || !document.getElementById('trouble').hidden);
});
const { bytes, closed } = await page.evaluate(() => window.saved);
const after = await used();
await browser.close();
if (!closed)
	throw new Error('the page did not save it');
console.log(`page in Chromium    list of ${(statSync(bundle).size / 2 ** 30).toFixed(1)} GiB ${list} s (the passphrase's cost among it), ` +
	`${(bytes / 2 ** 30).toFixed(1)} GiB decrypted and checked ${save} s, ${Math.round(bytes / 1e6 / save)} MB/s, ` +
	`processor time ${(after.cpu - before.cpu).toFixed(1)} s, memory at most ${after.memory} MB`);
