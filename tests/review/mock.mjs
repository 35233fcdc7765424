// A double of the review's server: the same interface (cli/review/README.md), documents, pages and marks made up as
// they are asked for, 1,000 and 50,000 of them unless told otherwise. Nothing is kept.
//
//     node mock.mjs FOLDER-OF-THE-PAGE [DOCUMENTS MARKS-A-DOCUMENT PORT]

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const [folder, documentsText = '1000', marksText = '50', portText = '0'] = process.argv.slice(2);
const DOCUMENTS = Number(documentsText), MARKS = Number(marksText), PAGES = 5, WIDTH = 612, HEIGHT = 792;
const TOKEN = 'mock';
const types = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript' };
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const table = Int32Array.from({ length: 256 }, (_, n) => {
	for (let k = 0; k < 8; k++)
		n = n & 1 ? n >>> 1 ^ 0xedb88320 : n >>> 1;
	return n;
});
const crc32 = bytes => (bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ crc >>> 8, -1) ^ -1) >>> 0;

function chance(seed) {
	let state = seed * 2654435761 >>> 0 || 1;
	return n => {
		state ^= state << 13; state >>>= 0; state ^= state >>> 17; state ^= state << 5; state >>>= 0;
		return state % n;
	};
}

const WORDS = 'the agreement of carrier plaintiff receipt between damages employer statement harbour wages notice under date said letter counsel party record claim payment schedule'.split(' ');
const NAMES = ['Margaret Okonjo', 'Daniel Okonjo', 'Russell Kemper', 'Theodore Vance', 'Joaquín Müller', '536-90-4399', 'counsel@example.com', '(503) 555-0142', '021000021', 'Helen Amari'];
const RULES = ['term', 'term', 'term', 'term', 'term', 'ssn', 'email', 'phone', 'routing', 'person'];
const CODES = [['AC', 'attorney-client'], ['WP', 'work product'], ['PII', 'personal information'], ['SSN', 'social security number'], ['TS', 'trade secret']];

// Text and marks of document d, always the same.
function write(d) {
	const next = chance(d + 7), flowing = d % 7 === 3, units = [], marks = [];
	const unitsWanted = flowing ? 1 : PAGES, each = MARKS / unitsWanted;
	for (let p = 1; p <= unitsWanted; p++) {
		let text = '', line = 0, left = each;
		const spans = [], lines = Math.max(36, Math.ceil(each * 1.4));
		for (; line < lines; line++) {
			let x = 72;
			const y = 70 + line * (650 / lines), h = Math.min(12, 640 / lines), wide = h * 0.48;
			const at = left > 0 && (lines - line <= left || next(3) > 0) ? next(6) : -1;
			for (let w = 0; w < 9; w++) {
				let word = WORDS[next(WORDS.length)];
				if (w === at) {
					const which = next(40) === 0 ? -1 : next(NAMES.length);
					word = which < 0 ? `Matter ${next(5000)}` : NAMES[which];
					marks.push({ unit: flowing ? 'word/document.xml' : `page ${p}`, page: flowing ? 0 : p, beg: text.length, end: text.length + word.length,
						value: word, rule: RULES[which] ?? 'number', boxes: flowing ? [] : [[x, y, word.length * wide, h]] });
					left--;
				}
				spans.push([text.length, text.length + word.length, x, y, word.length * wide, h]);
				x += (word.length + 1) * wide;
				text += word + (w < 8 ? ' ' : '\n');
			}
		}
		units.push({ id: flowing ? 'word/document.xml' : `page ${p}`, kind: flowing ? 'body' : 'page', page: flowing ? null : p, stays: true, unsearchable: false, text, spans: flowing ? [] : spans });
	}
	if (flowing)
		units.push({ id: 'word/header1.xml', kind: 'header', page: null, stays: true, unsearchable: false, text: 'DRAFT\tOkonjo / THL\n', spans: [] });
	return { pages: flowing ? [] : Array(PAGES).fill([WIDTH, HEIGHT]), units, marks };
}

let revision = 1;
const groups = new Map(), documents = [], marks = [];
for (let d = 0; d < DOCUMENTS; d++) {
	const next = chance(d + 99), list = new Map();
	let id = 0;
	for (const found of write(d).marks) {
		if (!groups.has(found.value))
			groups.set(found.value, groups.size);
		const [code, reason] = CODES[next(CODES.length)], state = [0, 0, 0, 1, 2][next(5)];
		id++;
		// every tenth on the first page goes on on the second
		const rest = found.page === 1 && id % 10 === 0 ? [2, [[72, 30, 90, 12]]] : null;
		list.set(id, [d, id, 0, state, found.rule, code, next(9) ? reason : '', [100, 95, 60, 40][next(4)], found.page, found.unit, found.beg, found.end, found.boxes,
			'rule', '2026-11-22T18:00:00Z', '', '', '', found.value, groups.get(found.value), '', rest]);
	}
	marks.push(list);
	const flowing = d % 7 === 3;
	documents.push({ id: d, name: `${['letters', 'contracts', 'scans', 'e-mail'][d % 4]}/${String(d + 1).padStart(4, '0')} ${['Demand letter', 'Services agreement', 'Statement', 'Notice'][d % 4]}.${flowing ? 'docx' : 'pdf'}`,
		format: flowing ? 'docx' : 'pdf', pages: flowing ? 0 : PAGES, state: 'ready', why: '', unsearchable: d % 50 === 2 ? [2] : [], withheld: null, seen: '', counts: [0, 0, 0], by_rule: 0 });
	count(d);
}
function count(d) {
	const counts = [0, 0, 0];
	for (const mark of marks[d].values())
		counts[mark[3]]++;
	documents[d].counts = counts;
	documents[d].by_rule = [...marks[d].values()].filter(mark => mark[3] === 1 && mark[13] === 'rule' && !mark[16]).length;
}

// A picture of a page: bars where words are.
function picture(d, p, width) {
	const height = Math.round(width * HEIGHT / WIDTH), scale = width / WIDTH, rows = Buffer.alloc((width + 1) * height, 255);
	for (let y = 0; y < height; y++)
		rows[y * (width + 1)] = 0;
	const unit = write(d).units[p - 1];
	for (const [beg, end, x, y, w, h] of unit.spans)
		for (let c = 0; c < end - beg; c++)
			for (let j = Math.round((y + h * 0.3) * scale); j < (y + h * 0.85) * scale && j < height; j++)
				rows.fill(90, j * (width + 1) + 1 + Math.round((x + w * c / (end - beg)) * scale), j * (width + 1) + 1 + Math.round((x + w * (c + 0.7) / (end - beg)) * scale));
	const chunk = (name, data) => {
		const body = Buffer.concat([Buffer.from(name), data]), out = Buffer.alloc(8 + body.length);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(crc32(body), 4 + body.length);
		return out;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head[8] = 8;
	return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

// ---- actions --------------------------------------------------------------------------------------

let reviewer = 'J. Ruiz';
const streams = new Set(), steps = new Map();   // window -> [{ marks before, documents before }]
const now = () => new Date().toISOString();

function act(window, actions, undoable = true) {
	const before = new Map(), gone = [], touched = new Set(), held = new Map();
	const keep = (d, id) => before.has(`${d} ${id}`) || before.set(`${d} ${id}`, marks[d].get(id) ? [...marks[d].get(id)] : null);
	const edit = (d, id, work) => { keep(d, id); work(marks[d].get(id)); touched.add(d); };
	const add = (d, values) => {
		const id = Math.max(0, ...marks[d].keys()) + 1;
		keep(d, id);
		marks[d].set(id, [d, id, 1, 1, '', '', '', 0, 0, '', 0, 0, [], reviewer, now(), '', '', '', '', -1, ''].map((old, i) => values[i] ?? old));
		touched.add(d);
	};
	let step = undoable;
	for (const one of actions) {
		const list = one.marks ?? [], d = one.document;
		const code = { 5: one.code, 6: one.reason };
		if (one.do === 'state') list.forEach(([d, id]) => edit(d, id, mark => Object.assign(mark, { 3: one.state, 13: reviewer, 14: now() })));
		else if (one.do === 'code') list.forEach(([d, id]) => edit(d, id, mark => Object.assign(mark, code)));
		else if (one.do === 'note') list.forEach(([d, id]) => edit(d, id, mark => { mark[15] = one.note; }));
		else if (one.do === 'approve') list.forEach(([d, id]) => edit(d, id, mark => Object.assign(mark, { 16: reviewer, 17: now() })));
		else if (one.do === 'box') one.pages.forEach(page => add(d, { ...code, 4: 'box', 7: 100, 8: page, 12: [one.box] }));
		else if (one.do === 'page') one.pages.forEach(page => add(d, { ...code, 4: 'box', 7: 100, 8: page, 12: [[0, 0, WIDTH, HEIGHT]] }));
		else if (one.do === 'text') add(d, { 2: 0, 4: 'words', 7: 100, ...code, 8: documents[d].pages ? Number(one.unit.slice(5)) : 0, 9: one.unit, 10: one.beg, 11: one.end, 18: 'text', 19: 100000,
			12: write(d).units.find(unit => unit.id === one.unit).spans.filter(([beg, end]) => beg < one.end && end > one.beg).map(span => span.slice(2)) });
		else if (one.do === 'except') add(d, { ...code, 4: 'box', 7: 100, 8: one.page, 12: [[0, 0, WIDTH, 60]] });
		else if (one.do === 'move') edit(...one.mark, mark => { mark[12] = [one.box]; });
		else if (one.do === 'delete') list.forEach(([d, id]) => { keep(d, id); marks[d].delete(id); gone.push([d, id]); touched.add(d); });
		else if (one.do === 'withhold') { held.set(d, null); documents[d].withheld = { code: one.code, reason: one.reason, by: reviewer, at: now() }; touched.add(d); }
		else if (one.do === 'release') { held.set(d, documents[d].withheld); documents[d].withheld = null; touched.add(d); }
		else if (one.do === 'seen') { documents[d].seen = documents[d].seen && one.pages !== 'all' ? `${documents[d].seen},${one.pages}` : one.pages; touched.add(d); step = false; }
		else if (one.do === 'reviewer') { reviewer = one.name; step = false; }
		else throw new Error(one.do);
	}
	if (step)
		steps.set(window, [...steps.get(window) ?? [], { before, held }]);
	tell(window, [...before.keys()].map(name => name.split(' ').map(Number)), touched);
	return { revision };
}
function tell(window, keys, touched) {
	revision++;
	touched.forEach(count);
	const change = { revision, marks: keys.map(([d, id]) => marks[d].get(id)).filter(Boolean), gone: keys.filter(([d, id]) => !marks[d].has(id)), documents: [...touched].map(d => documents[d]), by: window };
	for (const stream of streams)
		stream.write(`event: change\ndata: ${JSON.stringify(change)}\n\n`);
}
function undo(window) {
	const step = steps.get(window)?.pop();
	if (!step)
		return { revision, undone: 0 };
	const touched = new Set(), keys = [];
	for (const [name, mark] of step.before) {
		const [d, id] = name.split(' ').map(Number);
		if (mark)
			marks[d].set(id, mark);
		else
			marks[d].delete(id);
		keys.push([d, id]);
		touched.add(d);
	}
	for (const [d, was] of step.held) {
		documents[d].withheld = was;
		touched.add(d);
	}
	tell(window, keys, touched);
	return { revision, undone: keys.length || 1 };
}
function search(words) {
	const hits = [], wanted = words.toLowerCase();
	for (let d = 0; d < Math.min(DOCUMENTS, 60); d++)
		for (const unit of write(d).units)
			for (let at = -1; (at = unit.text.toLowerCase().indexOf(wanted, at + 1)) >= 0;)
				hits.push([d, unit.id, at, at + words.length, unit.page ?? 0, unit.text.slice(Math.max(0, at - 30), at), unit.text.slice(at + words.length, at + words.length + 30)]);
	return { hits, more: false, unread: 0 };
}

const server = createServer(async (request, response) => {
	const url = new URL(request.url, 'http://x'), path = url.pathname.replace(`/${TOKEN}/`, '');
	const json = said => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
	if (!url.pathname.startsWith(`/${TOKEN}/`))
		return response.writeHead(404).end();
	if (!path.startsWith('api/')) {
		try {
			const bytes = readFileSync(`${folder}/${path || 'index.html'}`);
			return response.writeHead(200, { 'Content-Type': types[(path || 'index.html').split('.').pop()], 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' }).end(bytes);
		} catch {
			return response.writeHead(404).end();
		}
	}
	const [, what, a, b] = path.split('/');
	let body = '';
	for await (const part of request)
		body += part;
	const said = body && request.headers['content-type'] === 'application/json' ? JSON.parse(body) : {};
	if (what === 'session') return json({ tool: 'underseal', plan: 'plan.json', reviewer, revision, codes: CODES.map(([code, reason]) => ({ code, reason })), words: true });
	if (what === 'documents') return json({ documents });
	if (what === 'marks') return json({ revision, marks: marks.flatMap(list => [...list.values()]) });
	if (what === 'text') return setTimeout(() => json({ ...write(Number(a)), marks: undefined }), 30);
	if (what === 'page') return setTimeout(() => response.writeHead(200, { 'Content-Type': 'image/png' }).end(picture(Number(a), Number(b), Number(url.searchParams.get('width')))), 30);
	if (what === 'act') return json(act(said.window, said.actions));
	if (what === 'undo') return json(undo(said.window));
	if (what === 'search') return json(search(said.words));
	if (what === 'mark-hits') return json(act(said.window, search(said.words).hits.map(([document, unit, beg, end]) => ({ do: 'text', document, unit, beg, end, code: said.code, reason: said.reason }))));
	if (what === 'events') {
		response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
		response.write(': here\n\n');
		streams.add(response);
		return request.on('close', () => streams.delete(response));
	}
	response.writeHead(404).end();
});
server.listen(Number(portText), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/${TOKEN}/`));
