// A visit to the page, and what is done and looked at there.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PASS } from '../kit.mjs';

const require = createRequire(new URL('../../npm/', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const chromiumPath = process.argv[2];
export const pagePath = process.argv[3];
export const shots = process.env.SHOTS;
if (shots)
	mkdirSync(shots, { recursive: true });

// In the locale C, Chromium names files by ASCII alone.
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
let passed = 0, failed = 0;

// A folder in the page's memory that answers like one on a disk, for the pickers that no test can
// click on.
const pickers = () => {
	const notFound = () => { throw new DOMException('', 'NotFoundError'); };
	const file = () => ({
		bytes: new Uint8Array(0),
		async createWritable() {
			const parts = [];
			return {
				write: async part => { parts.push(part.slice()); },
				close: async () => { this.bytes = new Uint8Array(await new Blob(parts).arrayBuffer()); this.closed = true; },
				abort: async () => { this.aborted = true; },
			};
		},
	});
	const folder = () => ({
		files: {}, folders: {},
		async getFileHandle(name, { create } = {}) { return this.files[name] ?? (create ? this.files[name] = file() : notFound()); },
		async getDirectoryHandle(name, { create } = {}) { return this.folders[name] ?? (create ? this.folders[name] = folder() : notFound()); },
		async removeEntry(name) { delete this.files[name]; },
	});
	window.picked = { file: null, folder: folder(), name: null };
	window.showSaveFilePicker = async ({ suggestedName }) => (window.picked.name = suggestedName, window.picked.file = file());
	window.showDirectoryPicker = async () => window.picked.folder;
};

export async function visit(name, work, { shift = 0, streaming = false, before, path = pagePath, ...context } = {}) {
	const session = await browser.newContext({ viewport: { width: 1000, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', ...context });
	const page = await session.newPage(), said = [];
	page.on('console', message => /error|warning/.test(message.type()) && said.push(message.text()));
	page.on('pageerror', error => said.push(error.message));
	page.on('request', request => /^(file|blob|data|chrome|chrome-extension):/.test(request.url()) || said.push(`asks for ${request.url()}`));
	if (shift)
		await page.addInitScript(shift => { const now = Date.now; Date.now = () => now() + shift; }, shift);
	await page.addInitScript(streaming ? pickers : () => {
		delete window.showSaveFilePicker;
		delete window.showDirectoryPicker;
	});
	if (before)
		await page.addInitScript(before);
	page.setDefaultTimeout(20000);
	try {
		await page.goto(`file://${path}`);
		await work(page);
		assert.deepEqual(said, []);
		passed++;
	} catch (error) {
		failed++;
		console.log(`FAILED   ${name}\n         | ${String(error.message).split('\n').slice(0, 12).join('\n         | ')}`);
		if (shots)
			await page.screenshot({ path: `${shots}/FAILED ${name}.png` });
	}
	await session.close();
}
// A picture of a state, and the judgement of axe-core of it.
export async function look(page, name) {
	if (shots)
		await page.screenshot({ path: `${shots}/${name}.png`, fullPage: !await page.isVisible('dialog[open]') });
	await page.evaluate(`${axe};0`);
	const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
	assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], name);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name}: ${wide} pixels too wide`);
}
export const state = (page, name) => page.waitForSelector(`body[data-state=${name}]`);
export async function choose(page, path) {
	await page.setInputFiles('#file', path);
	await state(page, 'unlock');
}
export async function unlock(page, path, pass = PASS) {
	await choose(page, path);
	await page.fill('#pass', pass);
	await page.click('#open');
}
export async function open(page, path, pass) {
	await unlock(page, path, pass);
	await state(page, 'bundle');
}
export const trouble = async page => (await page.waitForSelector('#trouble:not([hidden])'), page.textContent('#trouble'));
export const focused = page => page.evaluate(() => document.activeElement.id);
export const button = (word, name) => `button[aria-label="${word} ${name}"]`;
export async function download(page, selector) {
	const [got] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
	return { name: got.suggestedFilename(), bytes: readFileSync(await got.path()) };
}

// Ends all visits, and tells how they went.
export async function leave() {
	await browser.close();
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
