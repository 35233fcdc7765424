// What the tests of the page of `underseal review` share: one window on the real server, and the plan file that it changes.
// Each is called as
//
//     node X.mjs CHROMIUM UNDERSEAL PLAN
//
// where PLAN is of the documents of fixtures/discovery, with names proposed, and is changed. SHOTS names a folder for a
// picture of every state.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { counter, drawn, launch, look, serve, test, visit } from './kit.mjs';

const [chromium, underseal] = process.argv.slice(2);
export const planPath = process.argv[4];
export const text = () => readFileSync(planPath, 'utf8');
export const plan = () => JSON.parse(text());
export const begin = (who = 'J. Ruiz', ...more) => serve(underseal, ['review', planPath, '--no-browser', ...who ? ['--reviewer', who] : [], ...more]);
export const documentOf = part => plan().documents.find(one => one.source.includes(part));
export const markOf = ([document, id]) => plan().documents[document].marks.find(mark => mark.id === id);
export const statesOf = list => list.reduce((counts, mark) => (counts[mark.state] = (counts[mark.state] ?? 0) + 1, counts), {});
export const states = () => statesOf(plan().documents.flatMap(one => one.marks));
// Marks that were not there in a plan of before.
export const fresh = before => plan().documents.flatMap((document, d) => document.marks.filter(mark => !before.documents[d].marks.some(old => old.id === mark.id)).map(mark => ({ d, ...mark })));
export const browser = await launch(chromium);

// A window, and what a person does in it.
export class Desk {
	faults = [];   // what axe-core found

	static async open(how = {}, who = 'J. Ruiz') {
		const desk = new Desk();
		desk.server = await begin(who);
		desk.page = await visit(browser, desk.server.address, how);
		return desk;
	}
	check = (name, work) => test(name, work, this.page);
	press = async (...keys) => { for (const key of keys) await this.page.keyboard.press(key); };
	said = text => this.page.waitForFunction(text => document.querySelector('#said').textContent.includes(text), text);
	saved = () => this.page.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
	blur = () => this.page.evaluate(() => document.activeElement.blur());
	shot = async name => this.faults.push(...await look(this.page, name));
	// [document, id] of the current mark, from the address.
	current = async () => {
		let address, was;
		do {   // it is written a little later
			was = address;
			await this.page.waitForTimeout(300);
			address = this.page.url();
		} while (address !== was);
		const key = Number(new URLSearchParams(new URL(address).hash.slice(1)).get('m') ?? NaN);
		return [Math.floor(key / 0x1000000), key % 0x1000000];
	};
	open = async name => {
		const { page } = this;
		await page.click('#tab-documents');
		await page.fill('#documents-words', name);
		await page.waitForFunction(() => /of/.test(document.querySelector('#documents-count').textContent));
		await page.locator('#documents .row', { hasText: name }).first().click();
		await page.fill('#documents-words', '');
		await page.waitForFunction(name => document.querySelector('#document-name').textContent.includes(name), name);
		await drawn(page);
		await this.blur();
		await page.waitForTimeout(400);
	};
	list = async state => {
		await this.page.click('#tab-values');
		await this.page.click(`#filter-state button:has-text("${state}")`);
		await this.blur();
	};
	undo = async () => {
		await this.page.evaluate(() => { document.querySelector('#said').textContent = ''; });
		await this.press('u');
		await this.said('Undone');
		await this.saved();
	};
	// Drags over a page of letter size, from one place to another in points.
	drag = async (from, to, n = 1) => {
		const { page } = this, box = await page.locator(`.leaf[data-page="${n}"] .sheet`).boundingBox(), scale = box.width / 612;
		await page.mouse.move(box.x + from[0] * scale, box.y + from[1] * scale);
		await page.mouse.down();
		await page.mouse.move(box.x + (from[0] + to[0]) / 2 * scale, box.y + (from[1] + to[1]) / 2 * scale);
		await page.mouse.move(box.x + to[0] * scale, box.y + to[1] * scale);
		await page.mouse.up();
	};
	// What every script ends with.
	end = async () => {
		await test('axe-core finds nothing in any of these states', async () => assert.deepEqual(this.faults, []));
		await this.server?.stop('SIGTERM');
		await browser.close();
		console.log(`${counter.passed} passed, ${counter.failed} failed`);
		process.exit(counter.failed ? 1 : 0);
	};
}
