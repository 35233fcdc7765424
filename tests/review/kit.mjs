// What the tests of the review's page share: a server to be started, killed and started again, and a browser.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../npm/', import.meta.url));
export const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const shots = process.env.SHOTS;
if (shots)
	mkdirSync(shots, { recursive: true });

// A server that tells its address in its first line: { address, get(path), stop(signal) }.
export function serve(program, args) {
	const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const ended = new Promise(done => child.on('exit', done));
	return new Promise((done, failed) => {
		let said = '';
		child.on('exit', code => failed(new Error(`the server ended with ${code}`)));
		child.stdout.on('data', part => {
			said += part;
			const at = /(http:\S+)\n/.exec(said);
			if (at)
				done({ address: at[1], get: async path => (await fetch(`${at[1]}api/${path}`)).json(),
					stop: signal => { child.kill(signal); return ended; } });
		});
	});
}

export async function launch(path) {
	return chromium.launch({ executablePath: path, args: ['--no-sandbox'] });
}

// A window on a review; what goes wrong in it is put into `said`.
export async function visit(browser, address, { wait = true, ...how } = {}) {
	const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', ...how });
	const page = await context.newPage(), said = [];
	page.on('console', message => /error|warning/.test(message.type()) && said.push(message.text()));
	page.on('pageerror', error => said.push(error.stack));
	page.on('request', request => request.url().startsWith(new URL(address).origin) || /^(blob|data):/.test(request.url()) || said.push(`asks for ${request.url()}`));
	page.setDefaultTimeout(20000);
	await page.goto(address);
	if (wait)
		await ready(page);
	return Object.assign(page, { said });
}
export const ready = page => page.waitForSelector('body[data-state=ready]');
export const drawn = page => page.waitForSelector('.sheet img:not([hidden]), #flow .unit');

// A picture of a state, and the judgement of axe-core of it.
export async function look(page, name) {
	if (shots)
		await page.screenshot({ path: `${shots}/${name}.png` });
	await page.evaluate(`${axe};0`);
	const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	return [...violations.filter(({ impact }) => /serious|critical|moderate/.test(impact)).map(({ id, nodes }) => `${name}: ${id}: ${nodes[0].html.slice(0, 300)} ${nodes[0].any[0]?.message ?? ''}`),
		...wide > 0 ? [`${name}: ${wide} pixels too wide`] : []];
}

export const counter = { passed: 0, failed: 0 };
export async function test(name, work, page) {
	try {
		await work();
		counter.passed++;
		console.log(`ok    ${name}`);
	} catch (error) {
		counter.failed++;
		console.log(`FAIL  ${name}\n      | ${String(error.stack).split('\n').slice(0, 10).join('\n      | ')}`);
		if (shots && page)
			await page.screenshot({ path: `${shots}/FAILED ${name.replace(/\W+/g, ' ').slice(0, 60)}.png` }).catch(() => {});
	}
}
