// A Word document as its reader knows it: headings, labels of lists, letters, tables with merged cells. The document is made here.
//     node looks.mjs CHROMIUM UNDERSEAL FOLDER
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { counter, launch, look, serve, test, visit } from './kit.mjs';

const [chromium, underseal, folder] = process.argv.slice(2);
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"', OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/';

// gzip's last bytes but four are the checksum that zip wants.
function zip(files) {
	const parts = [], heads = [];
	let at = 0;
	for (const [name, words] of Object.entries(files)) {
		const bytes = Buffer.from(words), packed = deflateRawSync(bytes), id = Buffer.from(name), head = Buffer.alloc(26);
		head.writeUInt16LE(20, 0);
		head.writeUInt16LE(8, 4);
		gzipSync(bytes).subarray(-8, -4).copy(head, 10);
		head.writeUInt32LE(packed.length, 14);
		head.writeUInt32LE(bytes.length, 18);
		head.writeUInt16LE(id.length, 22);
		const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, id, packed]), end = Buffer.alloc(14);
		end.writeUInt32LE(at, 10);
		heads.push(Buffer.from('PK\x01\x02\x14\x00'), head, end, id);
		parts.push(local);
		at += local.length;
	}
	const directory = Buffer.concat(heads), end = Buffer.alloc(18), n = Object.keys(files).length;
	end.writeUInt16LE(n, 4);
	end.writeUInt16LE(n, 6);
	end.writeUInt32LE(directory.length, 8);
	end.writeUInt32LE(at, 12);
	return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06'), end]);
}
const type = (part, is) => `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${is}+xml"/>`;
const rels = list => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([is, to], i) => `<Relationship Id="r${i}" Type="${OFFICE}${is}" Target="${to}"/>`).join('')}</Relationships>`;
const run = (words, props = '') => `<w:r><w:rPr>${props}</w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const p = (runs, props = '') => `<w:p><w:pPr>${props}</w:pPr>${runs}</w:p>`;
const item = level => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr>`;
const cell = (words, props = '') => `<w:tc><w:tcPr>${props}</w:tcPr>${p(run(words))}</w:tc>`;
const level = (at, format, words, left) => `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${words}"/><w:pPr><w:ind w:left="${left}" w:hanging="360"/></w:pPr></w:lvl>`;
const body = [
	p(run('Lease'), '<w:pStyle w:val="Titel"/>'), p(run('Parties'), '<w:pStyle w:val="Klausel"/>'),
	p(run('The Tenant is ') + run('Ann Oko', '<w:b/>') + run('njo') + run(', as ', '<w:i/>') + run('agreed', '<w:u w:val="single"/>')),
	p(run('Rent is due monthly.'), item(0)), p(run('In cash, or'), item(1)), p(run('by wire.'), item(1)), p(run('Notice is in writing.'), item(0)),
	p(run('by hand'), '<w:jc w:val="right"/>'),
	`<w:tbl><w:tblPr><w:tblBorders><w:insideH w:val="single"/></w:tblBorders></w:tblPr><w:tblGrid/>
		<w:tr><w:trPr><w:tblHeader/></w:trPr>${cell('Name')}${cell('Owed', '<w:gridSpan w:val="2"/>')}</w:tr>
		<w:tr>${cell('Ann Okonjo', '<w:vMerge w:val="restart"/>')}${cell('May')}${cell('900')}</w:tr>
		<w:tr>${cell('', '<w:vMerge/>')}${cell('June')}${cell('950')}</w:tr></w:tbl>`, p(''),
].join('');
mkdirSync(`${folder}/in`, { recursive: true });
writeFileSync(`${folder}/in/lease.docx`, zip({
	'[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('document', 'document.main')}${type('styles', 'styles')}${type('numbering', 'numbering')}</Types>`,
	'_rels/.rels': rels([['officeDocument', 'word/document.xml']]), 'word/_rels/document.xml.rels': rels([['styles', 'styles.xml'], ['numbering', 'numbering.xml']]),
	'word/document.xml': `<w:document ${W}><w:body>${body}<w:sectPr/></w:body></w:document>`,
	'word/styles.xml': `<w:styles ${W}><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Klausel"><w:name w:val="Klausel"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>`,
	'word/numbering.xml': `<w:numbering ${W}><w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.', 720)}${level(1, 'lowerLetter', '(%2)', 1440)}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
}));
writeFileSync(`${folder}/terms.txt`, 'Ann Okonjo\n');
execFileSync(underseal, ['find', `${folder}/in`, '--terms', `${folder}/terms.txt`, '-o', `${folder}/plan.json`], { stdio: 'ignore' });

const server = await serve(underseal, ['review', `${folder}/plan.json`, '--no-browser', '--reviewer', 'J. Ruiz']), browser = await launch(chromium);
const page = await visit(browser, server.address);
await page.waitForSelector('#flow mark');
const of = (selector, work) => page.$$eval(`#flow .body ${selector}`, work);
const check = (name, work) => test(name, work, page);

await check('headings are headings of their level, a title the first', async () =>
	assert.deepEqual(await of('[role=heading]', all => all.map(one => `${one.ariaLevel} ${one.textContent}`)), ['4 Lease', '5 Parties']));
await check('labels of lists stand before their paragraphs', async () =>
	assert.deepEqual(await of('.list-label', all => all.map(one => one.textContent.trim())), ['1.', '(a)', '(b)', '2.']));
await check('deeper levels stand further in, and what is flush right is', async () => {
	const left = await of('p:has(> .list-label)', all => all.map(one => parseFloat(getComputedStyle(one).marginLeft)));
	assert.ok(left[1] > left[0] && left[0] > 0 && left[3] === left[0], `${left}`);
	assert.equal(await of('.end-words', ([one]) => getComputedStyle(one).textAlign), 'end');
});
await check('letters look as they do, within a mark too', async () => {
	const [inner] = await of('p mark', all => all.map(one => [...one.childNodes].map(part => [part.textContent, getComputedStyle(part.parentNode === one && part.nodeType === 1 ? part : one).fontWeight])));
	assert.deepEqual(inner, [['Ann Oko', '700'], ['njo', '400']]);
	assert.equal(await of('.i', ([one]) => getComputedStyle(one).fontStyle), 'italic');
	assert.equal(await of('.u', ([one]) => one.textContent), 'agreed');
});
await check('tables are tables with their merged cells and names of columns', async () => {
	assert.deepEqual(await of('table tr', all => all.map(row => [...row.cells].map(one => `${one.localName}${one.colSpan}x${one.rowSpan} ${one.textContent}`))),
		[['th1x1 Name', 'th2x1 Owed'], ['td1x2 Ann Okonjo', 'td1x1 May', 'td1x1 900'], ['td1x1 June', 'td1x1 950']]);
});
await check('words behind a label are marked where they stand, the label is no part of them', async () => {
	const [one] = (await server.get('documents')).documents;
	await page.evaluate(() => {
		const at = [...document.querySelectorAll('#flow .body p:has(> .list-label)')][2];
		getSelection().setBaseAndExtent(at.querySelector('.list-label').firstChild, 0, at.querySelector('[data-unit]').firstChild, 2);
	});
	await page.waitForSelector('#tool-text:not([disabled])');
	await page.keyboard.press('t');
	await page.waitForFunction(() => [...document.querySelectorAll('#flow .body mark')].some(mark => mark.textContent === 'by'));
	const { marks } = await server.get('marks'), text = await server.get(`text/${one.id}`), mine = marks.find(mark => mark[18] === 'by');
	assert.equal(text.units.find(unit => unit.id === mine[9]).text.slice(mine[10], mine[11] + 6), 'by wire.');
});
await check('after shows the same without what goes', async () => {
	await page.keyboard.press('b');
	await page.waitForSelector('#flow.after');
	assert.equal(await of('mark.s1', ([one]) => getComputedStyle(one).color), 'rgba(0, 0, 0, 0)');
	assert.equal(await of('.list-label', all => all.length), 4);
	await page.keyboard.press('b');
});
await check('nothing is wrong with it, for those who listen either', async () => assert.deepEqual([...await look(page, '15 looks'), ...page.said], []));
await browser.close();
await server.stop('SIGTERM');
console.log(`${counter.passed} passed, ${counter.failed} failed`);
process.exit(counter.failed ? 1 : 0);
