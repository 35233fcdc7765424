// The list of a large bundle in headless Chromium: how long, how much memory, how much of the file was read.
//
//     node list.mjs CHROMIUM PAGE BUNDLE KEY_FILE
//
// Ends with 1 when more than a hundredth of the bundle was read, or that much memory taken.

import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../npm/', import.meta.url));
const { chromium } = require('playwright-core');
const [chromiumPath, pagePath, bundle, keyFile] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
const page = await browser.newPage();
page.setDefaultTimeout(120000);
const cdp = await browser.newBrowserCDPSession();
// Of all of the browser's processes: bytes that they had the system read for them, and memory in use.
async function used() {
	const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
	const field = (id, file, name) => Number(new RegExp(`${name}:\\s*(\\d+)`).exec(readFileSync(`/proc/${id}/${file}`, 'utf8'))?.[1] ?? 0);
	const sum = (file, name) => processInfo.reduce((all, { id }) => all + field(id, file, name), 0);
	return { read: sum('io', 'rchar'), memory: 1024 * sum('status', 'RssAnon') };
}
await page.goto(`file://${pagePath}`);
const before = await used(), began = performance.now();
await page.setInputFiles('#file', bundle);
await page.setInputFiles('#key-file', keyFile);
await page.click('#open');
await page.waitForSelector('body[data-state=bundle]');
const seconds = (performance.now() - began) / 1000, after = await used();
await browser.close();
const size = statSync(bundle).size, read = after.read - before.read, memory = after.memory - before.memory;
const mb = bytes => `${Math.round(bytes / 1e6)} MB`;
const small = read < size / 100 && memory < size / 10;
console.log(`${small ? 'the page' : 'TOO MUCH: the page'} shows the list of ${mb(size)} after ${seconds.toFixed(1)} s: ${mb(read)} read, ${mb(memory)} more memory`);
process.exitCode = small ? 0 : 1;
