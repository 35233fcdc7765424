// The page: which of its sections is seen, and what its buttons do. All that is hard is elsewhere:
// format/ reads bytes, work/ decrypts and checks them in workers, the other files here show and save.

import worker from 'text:worker';
import { Helper } from '../work/pool.js';
import { Takeout } from '../work/takeout.js';
import { showFiles } from './files.js';
import { forgetAll, judge, known, remember } from './known.js';
import { DownloadSink, canFillFolder, canStream, fileBelow, isThere, pickFile, pickFolder } from './save.js';
import { showSigner, spell } from './signer.js';
import { dateText, element, fillFacts, leafOf, plural, sizeText } from './text.js';
import { view, viewSink } from './view.js';

const LARGE = 500e6;   // bytes that a browser may not want to hold
const blobUrl = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
const policy = window.trustedTypes?.createPolicy('opener', { createScriptURL: url => url });
const workerUrl = policy ? policy.createScriptURL(blobUrl) : blobUrl;

let file = null;       // the chosen one
let byKey = false;     // it takes a key, not a passphrase
let helper = null;     // opens it
let opened = null;     // what openBundle() answered
let standing = null;   // what judge() said of its sender
let takeout = null;    // takes files out of it
let stopping = null;   // AbortController of what is being taken out

const sections = ['choose', 'unlock', 'refused', 'sender', 'notice', 'bundle'];

function show(name) {
	for (const section of sections)
		element(section).hidden = section !== name;
	document.body.dataset.state = name;
	element('trouble').hidden = true;
	element(`${name}-title`).focus();
	window.scrollTo(0, 0);
}

function tell(error) {
	const trouble = element('trouble');
	trouble.textContent = error.message;
	trouble.dataset.code = error.code ?? error.name;
	trouble.hidden = false;
	trouble.scrollIntoView({ block: 'nearest' });
}

const say = text => { element('status').textContent = text; };

// ---- choosing -----------------------------------------------------------------------------------

function forget() {
	stopping?.abort();
	takeout?.stop();
	helper?.stop();
	file = helper = opened = standing = takeout = stopping = null;
	element('file').value = '';
	forgetSecret();
	element('files').replaceChildren();
	element('notice-text').textContent = '';
	setDeriving(false);
}

function forgetSecret() {
	for (const id of ['pass', 'key', 'key-file'])
		element(id).value = '';
	element('show').checked = false;
	showSecret(false);
}

function showSecret(is) {
	for (const id of ['pass', 'key'])
		element(id).type = is ? 'text' : 'password';
}

function startOver() {
	forget();
	show('choose');
}

async function choose(chosen) {
	forget();
	file = chosen;
	helper = new Helper(workerUrl);
	try {
		byKey = await helper.ask('probe', { file });
	} catch (error) {
		startOver();
		tell(error);
		return;
	}
	element('chosen').textContent = file.name;
	element('chosen-size').textContent = sizeText(file.size);
	element('unlock-title').textContent = byKey ? '2. Choose your key' : '2. Type the passphrase';
	for (const [id, is] of [['by-pass', !byKey], ['by-key', byKey]])
		element(id).hidden = !is;
	element('pass').required = !byKey;
	show('unlock');
	secretField().focus();
}

// Where the keyboard goes: a field of files shows nothing of what was typed.
const secretField = () => element(!byKey ? 'pass' : element('key').value ? 'key' : 'key-file');

// ---- opening ------------------------------------------------------------------------------------

function setDeriving(is) {
	element('deriving').hidden = !is || byKey;   // a key takes no time
	element('deriving-bar').value = 0;
	for (const id of ['by-pass', 'by-key', 'open', 'show'])
		element(id).disabled = is;
}

function secretGiven() {
	if (!byKey)
		return { pass: element('pass').value };
	const key = element('key').value, [keyFile] = element('key-file').files;
	return key.trim() || keyFile ? { key, keyFile } : null;
}

async function unlock() {
	const mine = helper, secret = secretGiven();
	if (!secret)
		return tell(new Error('Choose the file with your key first, or paste the key.'));
	element('trouble').hidden = true;
	setDeriving(true);
	say(byKey ? 'Opening the bundle.' : 'Checking the passphrase.');
	try {
		const answer = await mine.ask('open', { file, ...secret, now: Date.now() },
			{ progress: done => { element('deriving-bar').value = done; } });
		mine.stop();
		forgetSecret();
		setDeriving(false);
		say('');
		standing = judge(answer.said.fingerprint.digits);
		if (answer.state !== 'open')
			refuse(answer);
		else
			welcome(answer);
	} catch (error) {
		if (error.name === 'AbortError')
			return;
		setDeriving(false);
		say('');
		tell(error);
		secretField().focus();
		if (!byKey)
			element('pass').select();
	}
}

function standingText() {
	if (standing?.since)
		return `known since ${standing.since} in this browser`;
	return standing && 'never seen before in this browser';
}

function factsOf(said) {
	const stranger = standing ? '' : ' (a signer this page does not know)';
	return [
		['Sealed by', `the key ${spell(said.fingerprint).words}${stranger}`],
		['Sender', standingText()],
		['For', said.to || 'not stated'],
		['Matter', said.matter],
		['Sealed on', dateText(said.made)],
		['Open until', dateText(said.notAfter)],
	];
}

function refuse({ said, state }) {
	const date = dateText(state === 'expired' ? said.notAfter : said.made);
	element('refused-title').textContent = state === 'expired' ? 'This bundle has expired' : 'The clock of this computer is wrong';
	element('refused-why').textContent = state === 'expired' ?
		`It was to be opened until ${date}, so this page does not open it. Ask the sender for a new one.` :
		`It stands before ${date}, when the bundle was sealed, so this page does not open it. Set the clock right, then try again.`;
	fillFacts(element('refused-facts'), factsOf(said));
	forget();
	show('refused');
	document.body.dataset.refusal = state;
}

function welcome(answer) {
	opened = answer;
	if (standing?.first !== false)
		return showNotice();
	// others are known, and this one is not: a person must say that it is right
	const { words, digits } = spell(opened.said.fingerprint);
	element('sender-words').textContent = words;
	element('sender-digits').textContent = digits;
	fillFacts(element('sender-facts'), factsOf(opened.said).slice(2));
	show('sender');
}

function showNotice() {
	if (!opened.notice)
		return showBundle();
	element('notice-text').textContent = opened.notice;
	fillFacts(element('notice-facts'), factsOf(opened.said));
	show('notice');
}

function showBundle() {
	const { said } = opened;
	if (standing)
		remember(said.fingerprint.digits, new Date(Date.now()).toISOString().slice(0, 10));
	showRemembered();
	said.files.forEach((entry, index) => { entry.index = index; });
	const documents = said.files.filter(entry => entry.role === 'document');
	const size = said.files.reduce((sum, entry) => sum + entry.size, 0);
	takeout = new Takeout(workerUrl, file, opened);
	takeout.ready.catch(tell);
	showSigner(said);
	element('unproven').hidden = !said.includes_unproven;
	fillFacts(element('facts'), [...factsOf(said), ['Documents', plural(documents.length, 'document', 'documents')]]);
	element('files-title').textContent = `${plural(said.files.length, 'file', 'files')}, ${sizeText(size)}`;
	element('save-folder').hidden = !canFillFolder();
	element('save-zip').className = canFillFolder() ? '' : 'main';
	element('done').textContent = '';
	// documents first: the rest is about them
	showFiles([...documents, ...said.files.filter(entry => entry.role !== 'document')], { view: viewFile, save: saveFile });
	show('bundle');
}

function showRemembered() {
	const n = known();
	element('remembered').hidden = n === 0;
	element('remembered-text').textContent = `So that a stranger is noticed, this browser remembers the ${n === 1 ? 'key of the one sender' : `keys of the ${n} senders`} whose bundles were opened in it, and since when.`;
}

// ---- taking out ---------------------------------------------------------------------------------

// Where an entry lies: READ-ME.txt is the first of the files, and the third of the archive.
function placeOf(entryIndex) {
	const [record, content] = opened.regions.slice(2 * entryIndex, 2 * entryIndex + 2);
	const from = opened.regions.slice(0, 2 * entryIndex).reduce((sum, region) => sum + region.size, 0);
	return { from, to: from + record.size + content.size, head: record.size, regions: [record, content] };
}
const placeOfFile = entry => {
	const at = 2 * (2 + entry.index);
	const { size } = opened.regions[at];
	return { from: entry.offset - size, to: entry.offset + entry.size, head: size, regions: opened.regions.slice(at, at + 2) };
};

// One thing at a time: label is what the reader sees while work(signal, progress) runs.
async function busy(label, work) {
	const mine = stopping = new AbortController();
	const bar = element('working-bar'), focused = document.activeElement;
	const buttons = () => [...document.querySelectorAll('#files button, #save-folder, #save-zip')];
	bar.value = 0;
	element('working-label').textContent = label;
	element('working').hidden = false;
	element('trouble').hidden = true;
	element('done').textContent = '';
	for (const button of buttons())
		button.disabled = true;
	say(label);
	try {
		element('done').textContent = await work(mine.signal, done => { bar.value = done; }) ?? '';
	} catch (error) {
		if (error.name === 'AbortError')
			element('done').textContent = 'Stopped. Nothing unfinished was kept.';
		else
			tell(troubleOf(error));
	} finally {
		if (stopping === mine) {
			stopping = null;
			element('working').hidden = true;
			for (const button of buttons())
				button.disabled = false;
			// a button that is disabled loses the focus, and keyboards their place
			focused?.focus();
			say('');
		}
	}
}

// What a browser says about a disk, in words for people.
function troubleOf(error) {
	if (error.name === 'QuotaExceededError')
		return new Error('The disk is full. Nothing unfinished was kept; make room and try again.');
	if (error.name === 'NotAllowedError' || error.name === 'NoModificationAllowedError')
		return new Error('The browser was not allowed to write there. Choose another folder.');
	if (error.name === 'RefusalError' || error.name === 'Refusal' || error.code)
		return error;
	return new Error(`The file could not be saved: ${error.message}`);
}

// Streams a place into a sink, without the record in front of a file's content.
async function pour({ from, to, head, regions }, sink, signal, progress) {
	let skip = head;
	try {
		await takeout.stream(from, to, regions, async bytes => {
			const left = bytes.subarray(Math.min(skip, bytes.length));
			skip -= bytes.length - left.length;
			if (left.length)
				await sink.write(left);
		}, { signal, progress });
		await sink.close();
	} catch (error) {
		await sink.abort().catch(() => {});
		throw error;
	}
}

async function viewFile(entry) {
	const sink = viewSink(entry);
	await busy(`Opening ${leafOf(entry.name)}`, async (signal, progress) => {
		await pour(placeOfFile(entry), sink, signal, progress);
	});
	if (sink.blob)
		await view(entry, sink.blob, () => saveFile(entry));
}

// Where the browser must hold it all, a large file is worth a question.
function agreeToHold(size) {
	if (canStream() || size < LARGE)
		return true;
	const ask = element('ask');
	element('ask-text').textContent = `This browser cannot write to the disk as it goes: it will first hold all ${sizeText(size)} in its own storage, and may run out of room. Chrome or Edge on a computer can, and so can underseal on the command line.`;
	return new Promise(resolve => {
		ask.returnValue = '';
		ask.onclose = () => resolve(ask.returnValue === 'yes');
		element('ask-yes').onclick = () => ask.close('yes');
		element('ask-no').onclick = () => ask.close();
		ask.showModal();
	});
}

async function saveAs(name, place) {
	const size = place.to - place.from - place.head;
	if (!await agreeToHold(size))
		return;
	try {
		const sink = canStream() ? await pickFile(name) : new DownloadSink(name);
		if (sink)
			await busy(`Saving ${name}`, async (signal, progress) => {
				await pour(place, sink, signal, progress);
				return canStream() ? `${name} is saved, and is what the sender signed.` :
					`${name} is in your downloads, and is what the sender signed.`;
			});
	} catch (error) {
		tell(troubleOf(error));
	}
}

const saveFile = entry => saveAs(leafOf(entry.name), placeOfFile(entry));

// The payload is a ZIP already: every file, the manifest and its signature.
const saveZip = () => saveAs(file.name.replace(/(\.age)?$/i, '.zip'),
	{ from: 0, to: opened.payloadSize, head: 0, regions: opened.regions });

async function saveFolder() {
	let folder;
	try {
		folder = await pickFolder();
	} catch (error) {
		tell(troubleOf(error));
	}
	if (!folder)
		return;
	const { files } = opened.said;
	// the manifest and its signature last: where they are, everything is
	const all = [...files.map(entry => [entry.name, () => placeOfFile(entry)]),
		['MANIFEST.json', () => placeOf(0)], ['MANIFEST.json.minisig', () => placeOf(1)]];
	const whole = files.reduce((sum, entry) => sum + entry.size, 1);
	await busy(`Saving ${plural(files.length, 'file', 'files')}`, async (signal, progress) => {
		for (const [name] of all)
			if (await isThere(folder, name))
				throw Object.assign(new Error(`${name} is there already. Nothing is ever replaced: choose an empty folder.`), { code: 'there' });
		let done = 0;
		for (const [name, place] of all) {
			signal.throwIfAborted();
			const where = place(), size = where.to - where.from;
			const sink = await fileBelow(folder, name);
			await pour(where, sink, signal, part => progress((done + part * size) / whole));
			done += size;
		}
		return `${plural(files.length, 'file is', 'files are')} saved, and are what the sender signed.`;
	});
}

// ---- wiring -------------------------------------------------------------------------------------

element('file').onchange = ({ target }) => target.files[0] && choose(target.files[0]);
element('unlock-form').onsubmit = event => {
	event.preventDefault();
	unlock();
};
element('show').onchange = ({ target }) => showSecret(target.checked);
element('sender-same').onclick = showNotice;
element('accept').onclick = showBundle;
element('forget-senders').onclick = () => {
	forgetAll();
	showRemembered();
	say('The senders are forgotten.');
	element('compare').focus();
};
element('save-zip').onclick = saveZip;
element('save-folder').onclick = saveFolder;
element('stop').onclick = () => stopping?.abort();
for (const button of document.querySelectorAll('button.other'))
	button.onclick = startOver;

// What is dropped is a bundle; where a key is asked for, it may be the key's file.
async function take(files) {
	const begin = await files[0].slice(0, 64).text().catch(() => '');
	const isKey = document.body.dataset.state === 'unlock' && byKey && !/^\s*(age-encryption|-----BEGIN AGE)/.test(begin);
	if (isKey)
		element('key-file').files = files;
	else
		choose(files[0]);
}

// A file that is dropped beside a field must not replace the page.
addEventListener('dragover', event => {
	event.preventDefault();
	document.body.classList.add('dropping');
});
addEventListener('dragleave', event => event.relatedTarget ?? document.body.classList.remove('dropping'));
addEventListener('drop', event => {
	event.preventDefault();
	document.body.classList.remove('dropping');
	const { files } = event.dataTransfer;
	if (files.length)
		take(files);
});
addEventListener('beforeunload', event => stopping && event.preventDefault());
document.body.dataset.state = 'choose';
