// The page in a real browser, from file://, as a recipient meets it.
//
//     node browser.mjs CHROMIUM PAGE WORK
//
// WORK holds sealed.age, which `underseal seal` made of WORK/out, sealed.pass and sealed.said. SHOTS
// names a folder for a picture of every state.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DAY, PASS, bundle, newRecipient, payloadOf, sealTo } from './kit.mjs';

const require = createRequire(new URL('../npm/', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [chromiumPath, pagePath, work] = process.argv.slice(2);
const shots = process.env.SHOTS;
if (shots)
	mkdirSync(shots, { recursive: true });

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const pdf = readFileSync(`${work}/out/exhibit.pdf`);
const write = (name, bytes) => (writeFileSync(`${work}/${name}`, bytes), `${work}/${name}`);
const files = {
	'Volume 1/Überprüfung – 契約書.pdf': pdf, 'letter.txt': Buffer.from('Dear counsel,\n'),
	'picture.png': png, 'page.html': Buffer.from('<script>alert(1)</script>'), 'עברית.docx': Buffer.from('PK'),
	'large.bin': Buffer.alloc(3 << 20, 5),
};
const plain = write('plain.age', bundle({ files }));
const noticed = write('noticed.age', bundle({ files, notice: 'PROTECTIVE ORDER\n\nYou shall not copy what is in here.\n' }));
const unproven = write('unproven.age', bundle({ files, bend: { manifest: said => {
	said.includes_unproven = true;
	Object.assign(said.files.find(file => file.name === 'letter.txt'), { proven: false, proof_sha256: '' });
} } }));
const flip = (path, name, at) => {
	const bytes = readFileSync(path);
	bytes[at < 0 ? bytes.length + at : at] ^= 1;
	return write(name, bytes);
};
// in the middle of large.bin, and in the last chunk
const tampered = flip(plain, 'tampered.age', readFileSync(plain).length >> 1);
const broken = flip(plain, 'broken.age', -3);
const cut = write('cut.age', readFileSync(plain).subarray(0, 200000));
const slow = write('slow.age', bundle({ files, seal: { work: 15 } }));
const many = write('many.age', bundle({ files: Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`Volume ${i % 3}/document ${i}.pdf`, pdf.subarray(0, 40)])) }));
const foreign = write('foreign.pdf', pdf);
const recipient = newRecipient(), other = newRecipient();
const toKey = write('to-key.age', sealTo(payloadOf({ files }), [recipient]));
const keyFile = write('key.txt', `# created: today\n${recipient.text}\n`), otherKeyFile = write('other.txt', `${other.text}\n`);

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

async function visit(name, work, { shift = 0, streaming = false, before, path = pagePath, ...context } = {}) {
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
async function look(page, name) {
	if (shots)
		await page.screenshot({ path: `${shots}/${name}.png`, fullPage: !await page.isVisible('dialog[open]') });
	await page.evaluate(`${axe};0`);
	const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
	assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], name);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(wide <= 0, `${name}: ${wide} pixels too wide`);
}
const state = (page, name) => page.waitForSelector(`body[data-state=${name}]`);
async function choose(page, path) {
	await page.setInputFiles('#file', path);
	await state(page, 'unlock');
}
async function unlock(page, path, pass = PASS) {
	await choose(page, path);
	await page.fill('#pass', pass);
	await page.click('#open');
}
async function open(page, path, pass) {
	await unlock(page, path, pass);
	await state(page, 'bundle');
}
const trouble = async page => (await page.waitForSelector('#trouble:not([hidden])'), page.textContent('#trouble'));
const focused = page => page.evaluate(() => document.activeElement.id);
const button = (word, name) => `button[aria-label="${word} ${name}"]`;
async function download(page, selector) {
	const [got] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
	return { name: got.suggestedFilename(), bytes: readFileSync(await got.path()) };
}

// ---- the way of a recipient ----------------------------------------------------------------------

await visit('a sealed bundle opens and says what the command line says', async page => {
	const said = readFileSync(`${work}/sealed.said`, 'utf8');
	await look(page, '1 choose');
	await choose(page, `${work}/sealed.age`);
	await look(page, '2 unlock');
	assert.equal(await focused(page), 'pass');
	await page.fill('#pass', readFileSync(`${work}/sealed.pass`, 'utf8').trim());
	await page.keyboard.press('Enter');
	await page.waitForSelector('#deriving:not([hidden])');
	if (shots)
		await page.screenshot({ path: `${shots}/3 deriving.png` });
	await state(page, 'bundle');
	await page.click('#signer summary');
	await look(page, '4 bundle');
	assert.equal(await focused(page), '');   // the summary just clicked on
	assert.match(await page.textContent('#facts'), /Ames Farraday LLP/);
	const digits = await page.textContent('#signer-digits'), words = await page.textContent('#signer-words');
	assert.ok(said.includes(digits), `${said} does not name ${digits}`);
	assert.match(words, /^([a-z]+-){9,}[a-z-]+$/);
	if (/sealed by +[a-z]+-/.test(said))
		assert.ok(said.includes(words), `${said} does not name ${words}`);
	const { bytes } = await download(page, button('Save', 'exhibit.pdf'));
	assert.ok(bytes.equals(pdf));
});
await visit('a bundle that is text opens', async page => {
	const lines = readFileSync(plain).toString('base64').match(/.{1,64}/g).join('\n');
	await open(page, write('text.age', `-----BEGIN AGE ENCRYPTED FILE-----\n${lines}\n-----END AGE ENCRYPTED FILE-----\n`));
	assert.ok((await download(page, button('Save', 'large.bin'))).bytes.equals(files['large.bin']));
});
await visit('a bundle that is sealed to a key opens with the file of that key', async page => {
	await choose(page, toKey);
	assert.equal(await page.textContent('#unlock-title'), '2. Choose your key');
	assert.equal(await focused(page), 'key-file');
	assert.ok(await page.isHidden('#pass'));
	await look(page, '19 key');
	await page.click('#open');
	assert.match(await trouble(page), /^Choose the file with your key first/);
	await page.setInputFiles('#key-file', otherKeyFile);
	await page.click('#open');
	await page.waitForSelector('#trouble[data-code=locked]:not([hidden])');
	assert.equal(await trouble(page), 'The bundle was not sealed to this key, or the file is damaged.');
	await look(page, '20 another key');
	await page.setInputFiles('#key-file', keyFile);
	await page.click('#open');
	await state(page, 'bundle');
	assert.deepEqual(await page.evaluate(() => ['key', 'key-file'].map(id => document.getElementById(id).value)), ['', '']);
	assert.ok((await download(page, button('Save', 'large.bin'))).bytes.equals(files['large.bin']));
});
await visit('what underseal sealed to a key, as text, opens with that key pasted', async page => {
	await choose(page, `${work}/sealed-to.age`);
	await page.fill('#key', 'AGE-SECRET-KEY-1QQQ');
	await page.click('#open');
	assert.match(await trouble(page), /^The key is not whole/);
	assert.equal(await focused(page), 'key');
	await page.fill('#key', readFileSync(`${work}/safe/key.txt`, 'utf8').split('\n').find(line => line.startsWith('AGE-')));
	await page.keyboard.press('Enter');
	await state(page, 'bundle');
	assert.ok((await download(page, button('Save', 'exhibit.pdf'))).bytes.equals(pdf));
});
await visit('a passphrase is asked for again after a bundle that took a key', async page => {
	await choose(page, toKey);
	await page.click('#unlock button.other');
	await open(page, plain);
});
await visit('the key that a sender reads out is compared', async page => {
	await open(page, plain);
	await page.click('#signer summary');
	const words = await page.textContent('#signer-words'), digits = await page.textContent('#signer-digits');
	for (const typed of [words, words.toUpperCase().replaceAll('-', ' '), digits, digits.replaceAll(' ', '')]) {
		await page.fill('#compare', typed);
		assert.equal(await page.textContent('#compared'), 'The same key.');
	}
	await page.fill('#compare', digits.replace(/.$/, letter => letter === '0' ? '1' : '0'));
	assert.match(await page.textContent('#compared'), /Not the same key/);
	await look(page, '5 another key');
});
await visit('an unknown signer is called one, and known from then on', async page => {
	await open(page, plain);
	assert.match(await page.textContent('#facts'), /never seen before in this browser/);
	assert.match(await page.textContent('#remembered-text'), /the key of the one sender/);
	await page.reload();
	await open(page, plain);
	assert.match(await page.textContent('#facts'), new RegExp(`known since ${new Date().toISOString().slice(0, 10)} in this browser`));
	assert.doesNotMatch(await page.textContent('#facts'), /does not know/);
	assert.match(await page.textContent('#signer'), /Whose key it is, this page cannot know/);
});
await visit('whoever is not known while others are is asked about first', async page => {
	await open(page, plain);
	await page.reload();
	await unlock(page, noticed);
	await state(page, 'sender');
	assert.equal(await focused(page), 'sender-title');
	assert.match(await page.textContent('#sender-words'), /^([a-z]+-){9,}[a-z-]+$/);
	assert.equal(await page.locator('#files li').count(), 0);
	assert.equal(await page.textContent('#notice-text'), '');
	await look(page, '21 stranger');
	await page.click('#sender button.other');
	await state(page, 'choose');
	await unlock(page, noticed);
	await state(page, 'sender');             // closing it remembered nobody
	await page.click('#sender-same');
	await state(page, 'notice');
	await page.click('#accept');
	await state(page, 'bundle');
	await page.click('#signer summary');
	await look(page, '22 known senders');
	await page.reload();
	await unlock(page, noticed);
	await state(page, 'notice');
	await page.click('#accept');
	await page.click('#signer summary');
	await page.click('#forget-senders');
	assert.ok(await page.isHidden('#remembered'));
	await page.reload();
	await open(page, plain);
	assert.match(await page.textContent('#facts'), /never seen before in this browser/);
});
await visit('an expired bundle makes no sender known', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.equal(await page.evaluate(() => JSON.parse(localStorage.getItem('underseal known-senders')).length), 0);
}, { shift: 31 * DAY });
await visit('where nothing can be remembered nothing is said of it', async page => {
	for (const path of [plain, noticed]) {
		await page.reload();
		await unlock(page, path);
		await page.waitForSelector('body[data-state=bundle], body[data-state=notice]');
	}
	await page.click('#accept');
	assert.match(await page.textContent('#facts'), /a signer this page does not know/);
	assert.doesNotMatch(await page.textContent('#facts'), /Sender|never seen|known since/);
	assert.ok(await page.isHidden('#remembered'));
}, { before: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } }) });
await visit('what else lies where senders are remembered does no harm', async page => {
	for (const junk of ['{', '[{"key":"<b>","since":"2026-01-01"},{"key":7}]', '{"length":3}', 'null']) {
		await page.evaluate(junk => localStorage.setItem('underseal known-senders', junk), junk);
		await page.reload();
		await open(page, plain);
		assert.match(await page.textContent('#facts'), /never seen before in this browser/);
	}
});
await visit('a notice comes first', async page => {
	await unlock(page, noticed);
	await state(page, 'notice');
	assert.equal(await focused(page), 'notice-title');
	assert.match(await page.textContent('#notice-text'), /PROTECTIVE ORDER/);
	assert.equal(await page.locator('#files li').count(), 0);
	await look(page, '6 notice');
	await page.click('#accept');
	await state(page, 'bundle');
	assert.equal(await focused(page), 'bundle-title');
});
await visit('a notice that is not accepted closes the bundle', async page => {
	await unlock(page, noticed);
	await state(page, 'notice');
	await page.click('#notice button.other');
	await state(page, 'choose');
	assert.equal(await page.textContent('#notice-text'), '');
});
await visit('documents without proof are marked', async page => {
	await open(page, unproven);
	assert.ok(await page.isVisible('#unproven'));
	assert.equal(await page.locator('#files .mark').count(), 1);
	await look(page, '7 without proof');
});
async function drop(page, name, bytes) {
	const dataTransfer = await page.evaluateHandle(([name, bytes]) => {
		const transfer = new DataTransfer();
		transfer.items.add(new File([Uint8Array.from(bytes)], name));
		return transfer;
	}, [name, [...bytes]]);
	await page.dispatchEvent('body', 'drop', { dataTransfer });
}
await visit('a file that is dropped on the page is chosen, and a key where one is asked for', async page => {
	await drop(page, 'dropped.age', sealTo(payloadOf(), [recipient]));
	await state(page, 'unlock');
	assert.equal(await page.textContent('#chosen'), 'dropped.age');
	await drop(page, 'key.txt', readFileSync(keyFile));
	await page.waitForFunction(() => document.getElementById('key-file').files[0]?.name === 'key.txt');
	await drop(page, 'another.age', bundle());
	await page.waitForFunction(() => document.getElementById('chosen').textContent === 'another.age');
	assert.equal(await page.textContent('#unlock-title'), '2. Type the passphrase');
});
await visit('all of it works by keyboard', async page => {
	const tabTo = async id => {
		for (let i = 0; i < 30 && await focused(page) !== id; i++)
			await page.keyboard.press('Tab');
		assert.equal(await focused(page), id);
	};
	await tabTo('file');
	await choose(page, noticed);
	await page.keyboard.type(PASS);
	await page.keyboard.press('Enter');
	await state(page, 'notice');
	await tabTo('notice-text');
	await tabTo('accept');
	await page.keyboard.press('Enter');
	await state(page, 'bundle');
	await tabTo('save-zip');
	await page.focus(button('View', 'letter.txt'));
	await page.keyboard.press('Enter');
	await page.waitForSelector('#viewer[open]');
	assert.equal(await focused(page), 'viewer-close');
	await page.keyboard.press('Escape');
	await page.waitForSelector('#viewer:not([open])', { state: 'attached' });
	assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'View letter.txt');
});

// ---- refusals ------------------------------------------------------------------------------------

await visit('a wrong passphrase is one plain sentence', async page => {
	await unlock(page, plain, 'wrong-words');
	assert.equal(await trouble(page), 'The passphrase is wrong, or the file is damaged.');
	assert.equal(await focused(page), 'pass');
	assert.equal(await page.getAttribute('#trouble', 'role'), 'alert');
	await look(page, '8 wrong passphrase');
	await page.fill('#pass', PASS);
	await page.click('#open');
	await state(page, 'bundle');
	assert.ok(await page.isHidden('#trouble'));
});
await visit('an expired bundle says so and does not open', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.equal(await page.textContent('#refused-title'), 'This bundle has expired');
	assert.match(await page.textContent('#refused-why'), /Ask the sender for a new one/);
	assert.equal(await page.locator('#files li').count(), 0);
	await look(page, '9 expired');
}, { shift: 31 * DAY });
await visit('an expired bundle does not show its notice', async page => {
	await unlock(page, noticed);
	await state(page, 'refused');
	assert.equal(await page.textContent('#notice-text'), '');
}, { shift: 31 * DAY });
await visit('a clock before the day of sealing is refused', async page => {
	await unlock(page, plain);
	await state(page, 'refused');
	assert.match(await page.textContent('#refused-title'), /clock of this computer is wrong/);
	await look(page, '10 clock');
}, { shift: -DAY });
for (const [name, path] of [['broken at its end', broken], ['cut', cut]])
	await visit(`a bundle that is ${name} is one plain sentence`, async page => {
		await unlock(page, path);
		assert.equal(await trouble(page), 'The passphrase is wrong, or the file is damaged.');
	});
await visit('a document that was tampered with is not saved', async page => {
	await open(page, tampered);
	let downloads = 0;
	page.on('download', () => downloads++);
	await page.click(button('Save', 'large.bin'));
	assert.match(await trouble(page), /^This bundle is damaged or was changed/);
	await look(page, '11 tampered');
	await page.click('#save-zip');
	await page.waitForSelector('#working[hidden]', { state: 'attached' });
	assert.ok(await page.isVisible('#trouble'));
	assert.equal(downloads, 0);
	// what was not touched is still to be had
	assert.equal((await download(page, button('Save', 'letter.txt'))).bytes.toString(), 'Dear counsel,\n');
});
await visit('a file that is no bundle is told apart before a passphrase is asked for', async page => {
	await page.setInputFiles('#file', foreign);
	assert.match(await trouble(page), /not a sealed bundle/);
	await look(page, '12 no bundle');
});

// ---- documents -----------------------------------------------------------------------------------

await visit('a PDF is shown in place', async page => {
	await open(page, plain);
	await page.click(button('View', 'Volume 1/Überprüfung – 契約書.pdf'));
	await page.waitForSelector('#viewer[open] iframe');
	assert.match(await page.getAttribute('#viewer iframe', 'src'), /^blob:/);
	assert.equal(await page.textContent('#viewer-title'), 'Volume 1/Überprüfung – 契約書.pdf');
	if (shots)
		await page.waitForTimeout(3000);
	await look(page, '13 pdf');
	await page.click('#viewer-close');
});
await visit('a picture and a text are shown in place, and a web page is not', async page => {
	await open(page, plain);
	await page.click(button('View', 'picture.png'));
	await page.waitForFunction(() => document.querySelector('#viewer img')?.naturalWidth === 1);
	await page.click('#viewer-close');
	await page.click(button('View', 'letter.txt'));
	assert.equal(await page.textContent('#viewer pre'), 'Dear counsel,\n');
	await look(page, '14 text');
	await page.click('#viewer-close');
	assert.equal(await page.locator(button('View', 'page.html')).count(), 0);
	assert.equal(await page.locator(button('View', 'עברית.docx')).count(), 0);
});
await visit('one file is saved under its own name', async page => {
	await open(page, plain);
	const { name, bytes } = await download(page, button('Save', 'Volume 1/Überprüfung – 契約書.pdf'));
	assert.equal(name, 'Überprüfung – 契約書.pdf');
	assert.ok(bytes.equals(pdf));
	assert.match(await page.textContent('#done'), /is in your downloads/);
});
await visit('all files are saved as one ZIP', async page => {
	await open(page, plain);
	const { name, bytes } = await download(page, '#save-zip');
	assert.equal(name, 'plain.zip');
	write('all.zip', bytes);
	await look(page, '15 saved');
});
// The page with another number in it, and the hash of its script made right again: what it asks from
// 500 MB on, this one asks from 2 MB on.
const page = readFileSync(pagePath, 'utf8'), script = html => /<script>([^]*?)<\/script>/.exec(html)[1];
const hashOf = html => createHash('sha256').update(script(html)).digest('base64');
const asking = page.replace('var LARGE = 5e8;', 'var LARGE = 2e6;');
assert.notEqual(asking, page);
const askingPage = write('asking.html', asking.replace(hashOf(page), hashOf(asking)));
await visit('before much is held in memory the reader is asked', async page => {
	await open(page, plain);
	let downloads = 0;
	page.on('download', () => downloads++);
	for (const leave of [() => page.click('#ask-no'), () => page.keyboard.press('Escape')]) {
		await page.click(button('Save', 'large.bin'));
		await page.waitForSelector('#ask[open]');
		assert.match(await page.textContent('#ask-text'), /first hold all 3\.1 MB in its own storage/);
		if (!downloads)
			await look(page, '23 ask');
		await leave();
		await page.waitForSelector('#ask:not([open])', { state: 'attached' });
	}
	assert.ok((await download(page, button('Save', 'letter.txt'))).bytes.length);   // small: not asked
	assert.equal(downloads, 1);
	await page.click('#save-zip');
	await page.waitForSelector('#ask[open]');
	assert.equal((await download(page, '#ask-yes')).name, 'plain.zip');
}, { path: askingPage });
await visit('where it goes to the disk at once nobody is asked', async page => {
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.waitForFunction(() => window.picked.file?.closed);
	assert.equal(await page.locator('#ask[open]').count(), 0);
}, { path: askingPage, streaming: true });
await visit('a file is streamed to the disk', async page => {
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.waitForFunction(() => window.picked.file?.closed);
	assert.equal(await page.evaluate(() => window.picked.name), 'large.bin');
	assert.ok(await page.evaluate(() => window.picked.file.bytes.length === 3 << 20 && window.picked.file.bytes.every(byte => byte === 5)));
}, { streaming: true });
await visit('a file that was tampered with never gets its name on the disk', async page => {
	await open(page, tampered);
	await page.click(button('Save', 'large.bin'));
	await trouble(page);
	assert.deepEqual(await page.evaluate(() => [window.picked.file.closed ?? false, window.picked.file.aborted]), [false, true]);
}, { streaming: true });
await visit('all files go into a folder, and nothing is replaced', async page => {
	await open(page, plain);
	await page.click('#save-folder');
	await page.waitForFunction(() => /are saved/.test(document.getElementById('done').textContent));
	const { picked, volume } = await page.evaluate(() => ({ picked: Object.keys(window.picked.folder.files), volume: Object.keys(window.picked.folder.folders['Volume 1'].files) }));
	assert.deepEqual(picked.sort(), ['MANIFEST.json', 'MANIFEST.json.minisig', 'READ-ME.txt', 'large.bin', 'letter.txt', 'page.html', 'picture.png', 'redaction-log.csv', 'עברית.docx'].sort());
	assert.deepEqual(volume, ['Überprüfung – 契約書.pdf']);
	await look(page, '16 folder');
	await page.click('#save-folder');
	assert.match(await trouble(page), /is there already/);
}, { streaming: true });
await visit('of a tampered bundle a folder gets whole files only', async page => {
	await open(page, tampered);
	await page.click('#save-folder');
	await trouble(page);
	assert.deepEqual(await page.evaluate(() => [window.picked.folder.files['large.bin'], window.picked.folder.files['MANIFEST.json'],
		Object.values(window.picked.folder.files).every(file => file.closed)]), [undefined, undefined, true]);
}, { streaming: true });
await visit('saving can be stopped', async page => {
	await page.evaluate(() => {
		const pick = window.showSaveFilePicker;
		window.showSaveFilePicker = async order => {
			const file = await pick(order), make = file.createWritable.bind(file);
			file.createWritable = async () => {
				const writable = await make();
				return { ...writable, write: async part => { await new Promise(done => setTimeout(done, 300)); return writable.write(part); } };
			};
			return file;
		};
	});
	await open(page, plain);
	await page.click(button('Save', 'large.bin'));
	await page.click('#stop');
	await page.waitForFunction(() => /Stopped/.test(document.getElementById('done').textContent));
	assert.ok(await page.evaluate(() => window.picked.file.aborted && !window.picked.file.closed));
	await page.click(button('Save', 'letter.txt'));
	await page.waitForFunction(() => window.picked.file.closed);
}, { streaming: true });
await visit('a long list is shown in parts and searched', async page => {
	await open(page, many);
	assert.equal(await page.locator('#files li').count(), 200);
	await page.click('#more');
	assert.equal(await page.locator('#files li').count(), 400);
	await page.fill('#find', 'document 449');
	assert.equal(await page.locator('#files li').count(), 1);
	assert.equal(await page.textContent('#status'), '1 file found');
	await look(page, '17 found');
});

// ---- other screens -------------------------------------------------------------------------------

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

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
