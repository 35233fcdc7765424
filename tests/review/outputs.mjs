// What a person does on the page is what comes out: boxes on pictures and scans, words of Word, a value kept and one
// that goes, a document withheld; then `underseal redact --plan`, and a look into each output.
//
//     node outputs.mjs CHROMIUM UNDERSEAL PLAN FOLDER
//
// PLAN is of a letter.pdf, settlement.docx, memo.docx, scan.pdf, picture.png and pages.tif, and is changed. Outputs and what is
// made of them go into FOLDER. SHOTS names a folder for a picture of each.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { counter, drawn, launch, look, serve, test, visit } from './kit.mjs';

const [chromium, underseal, planPath, folder] = process.argv.slice(2);
const server = await serve(underseal, ['review', planPath, '--no-browser', '--reviewer', 'J. Ruiz']);
const browser = await launch(chromium), page = await visit(browser, server.address);
const easel = await (await browser.newContext()).newPage();   // on no address, whose rules would forbid what colour() does
const plan = () => JSON.parse(readFileSync(planPath, 'utf8'));
const saved = () => page.waitForFunction(() => document.querySelector('#saved').textContent === 'Saved');
const said = text => page.waitForFunction(text => document.querySelector('#said').textContent.includes(text), text);
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const run = (program, ...args) => spawnSync(program, args, { encoding: 'latin1', maxBuffer: 1 << 26 }).stdout;
const check = (name, work) => test(name, work, page);
const faults = [];

async function open(name) {
	await page.click('#tab-documents');
	await page.locator('#documents .row', { hasText: name }).first().click();
	await page.waitForFunction(name => document.querySelector('#document-name').textContent.includes(name), name);
	await drawn(page);
	await page.evaluate(() => document.activeElement.blur());
	await page.waitForTimeout(300);
}
const shot = async name => faults.push(...await look(page, name));
// Draws a box from the first to the second share of a page, in hundredths, and tells where it is in the plan.
async function draw(from, to, n = 1) {
	await page.fill('#page-number', `${n}`);
	await press('Enter');
	await page.evaluate(() => document.activeElement.blur());
	await page.waitForSelector(`.leaf[data-page="${n}"] img:not([hidden])`);
	await page.waitForTimeout(400);
	await page.evaluate(() => { document.querySelector('#said').textContent = ''; });
	await press('r');
	await page.waitForSelector('#mode:not([hidden])');
	await page.waitForTimeout(200);
	const sheet = await page.locator(`.leaf[data-page="${n}"] .sheet`).boundingBox(), at = ([x, y]) => [sheet.x + sheet.width * x / 100, sheet.y + sheet.height * y / 100];
	await page.mouse.move(...at(from));
	await page.mouse.down();
	await page.mouse.move(...at(to), { steps: 3 });
	await page.mouse.up();
	await said('Box drawn');
	await saved();
	await press('Escape');
}
// The colour of a place of a PNG, in hundredths of its sides, as [r, g, b].
async function colour(bytes, [x, y]) {
	return easel.evaluate(async ([address, x, y]) => {
		const picture = await createImageBitmap(await (await fetch(address)).blob()), canvas = new OffscreenCanvas(picture.width, picture.height), pen = canvas.getContext('2d');
		pen.drawImage(picture, 0, 0);
		return [...pen.getImageData(picture.width * x / 100, picture.height * y / 100, 1, 1).data].slice(0, 3);
	}, [`data:image/png;base64,${bytes.toString('base64')}`, x, y]);
}
const isBlack = ([r, g, b]) => r < 40 && g < 40 && b < 40;
async function select(words, within) {
	await page.evaluate(([words, within]) => {
		for (const element of document.querySelectorAll(within)) {
			const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
			for (let node; (node = walk.nextNode());) {
				const at = node.data.indexOf(words);
				if (at >= 0)
					return getSelection().setBaseAndExtent(node, at, node, at + words.length);
			}
		}
	}, [words, within]);
	await page.waitForSelector('#tool-text:not([disabled])');
}

await check('a box on a picture', async () => {
	await open('picture.png');
	await draw([20, 20], [60, 45]);
	await shot('30 picture');
});
await check('a box on the second page of a TIFF', async () => {
	await open('pages.tif');
	await draw([30, 10], [70, 30], 2);
	await shot('31 tiff');
});
await check('after shows it there, and not on the first page', async () => {
	const number = plan().documents.findIndex(one => one.source.includes('pages.tif'));
	const after = async n => Buffer.from(await (await fetch(`${server.address}api/page/${number}/${n}?width=600&after=1`)).arrayBuffer());
	assert.ok(isBlack(await colour(await after(2), [50, 20])));
	assert.ok(!isBlack(await colour(await after(1), [50, 20])));
});
await check('on a scan there are marks of OCR, and a box can be drawn', async () => {
	await open('scan.pdf');
	await page.waitForSelector('.box.s1');
	const box = await page.locator('.box.s1').first().boundingBox();
	await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
	await page.waitForFunction(() => /read by OCR/.test(document.querySelector('#mark').textContent));
	await press('Escape');
	await draw([10, 4], [90, 12]);
	await shot('32 scan');
});
await check('words of a Word document, and another one withheld', async () => {
	await open('settlement.docx');
	await select('benefits', '#flow p');
	await press('t');
	await said('marked');
	await open('memo.docx');
	await page.click('button:has-text("Withhold")');
	await page.fill('#ask-code', 'AC');
	await page.fill('#ask-reason', 'attorney-client');
	await press('Enter');
	await said('withheld');
	await saved();
});
let kept, gone;
await check('X keeps a value everywhere, A lets one go', async () => {
	await open('letter.pdf');
	const values = new Map();
	for (const mark of (await server.get('marks')).marks)
		if (mark[0] === plan().documents.findIndex(one => one.source.includes('letter')) && mark[2] === 0 && mark[3] === 1 && mark[4] !== 'term')
			values.set(mark[18], mark);
	[kept, gone] = [...values.values()].filter(mark => ['email', 'phone', 'account', 'routing'].includes(mark[4]));
	assert.ok(kept && gone, `${[...values.keys()]}`);
	await page.click('#tab-values');
	for (const [mark, key, word] of [[kept, 'X', 'ejected'], [gone, 'A', 'onfirmed']]) {
		await page.fill('#filter-words', mark[18]);
		await page.waitForTimeout(300);
		await page.locator('#values .row.head', { hasText: mark[18] }).first().click();
		await page.evaluate(() => document.activeElement.blur());
		await press(key);
		await said(word);
	}
	await saved();
});
await check('axe-core finds nothing there', async () => assert.deepEqual([...faults, ...page.said], []));
await saved();
await server.stop('SIGTERM');

const { status, stderr } = spawnSync(underseal, ['redact', '--plan', planPath, '-o', `${folder}/out`], { encoding: 'utf8' });
const out = name => `${folder}/out/${name}`;
await check('redact --plan carries it out', async () => assert.ok(status === 0 || status === 1, `${status}: ${stderr}`));
await check('the box is black in the picture, and nothing beside it', async () => {
	const bytes = readFileSync(out('picture.png'));
	assert.ok(isBlack(await colour(bytes, [40, 30])));
	assert.ok(!isBlack(await colour(bytes, [19, 30])) && !isBlack(await colour(bytes, [40, 48])));
});
await check('and the TIFF is another, of as many pages', async () => {
	const before = readFileSync(`${folder}/in/pages.tif`), after = readFileSync(out('pages.tif'));
	assert.ok(after.length > 500 && !before.equals(after));
});
await check('the box is black on the scan', async () => {
	run('pdftoppm', '-r', '72', '-png', '-singlefile', out('scan.pdf'), `${folder}/scan`);
	const bytes = readFileSync(`${folder}/scan.png`);
	assert.ok(isBlack(await colour(bytes, [50, 6])) && isBlack(await colour(bytes, [15, 11])) && !isBlack(await colour(bytes, [5, 8])));
});
await check('the words are out of the Word document', async () => {
	const before = run('unzip', '-p', `${folder}/in/settlement.docx`, 'word/document.xml'), after = run('unzip', '-p', out('settlement.docx'), 'word/document.xml');
	const count = text => text.replace(/<[^>]*>/g, '').split('benefits').length - 1;
	assert.ok(after.length > 500);
	assert.equal(count(after), count(before) - 1);
});
await check('a slip sheet is in the place of the withheld one', async () => {
	assert.ok(!existsSync(out('memo.docx')));
	const text = run('pdftotext', out('memo.docx.pdf'), '-');
	assert.match(text, /AC/);
	assert.match(text, /attorney-client/);
	assert.doesNotMatch(text, /Okonjo|Pryce/);
});
await check('what was rejected can be read, what was confirmed cannot', async () => {
	const text = run('pdftotext', '-layout', out('letter.pdf'), '-').replace(/\s+/g, ' ');
	assert.ok(text.includes(kept[18]), kept[18]);
	assert.ok(!text.includes(gone[18]), gone[18]);
});
await browser.close();
console.log(`${counter.passed} passed, ${counter.failed} failed`);
process.exit(counter.failed ? 1 : 0);
