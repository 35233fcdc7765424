// Tens of thousands of marks, asked of the real server: what each request takes.
//
//     node bulk.mjs ADDRESS [WORDS [SECONDS]]: the review of a plan whose first document says the words often; a request that takes longer fails

import { readFileSync } from 'node:fs';

const [at, words = 'the', most = '60'] = process.argv.slice(2);
const get = async path => (await fetch(`${at}api/${path}`)).json();
let slowest = 0;

async function timed(name, path, body) {
	const began = performance.now(), answered = await fetch(`${at}api/${path}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify({ window: 'bulk', ...body }) });
	const said = await answered.json(), took = (performance.now() - began) / 1000;
	slowest = Math.max(slowest, took);
	console.log(`${took.toFixed(2).padStart(7)} s  ${name}: ${answered.status} ${JSON.stringify(said).slice(0, 90)}`);
	if (answered.status !== 200)
		process.exit(1);
	return said;
}
const act = (name, ...actions) => timed(name, 'act', { actions });
const marks = async () => (await get('marks')).marks;

while ((await get('documents')).documents[0].state !== 'ready')
	await new Promise(done => setTimeout(done, 200));
await act('a name', { do: 'reviewer', name: 'J. Ruiz' });
await timed('mark every hit', 'mark-hits', { words, whole: false, code: 'T', reason: '' });
let all = (await marks()).map(m => [m[0], m[1]]);
console.log(`          ${all.length} marks`);
await timed('mark them again', 'mark-hits', { words, whole: false, code: 'T', reason: '' });
await act('reject all', { do: 'state', marks: all, state: 2 });
await timed('undo', 'undo', {});
await act('one at a time, as one request', ...all.slice(0, 5000).map(m => ({ do: 'state', marks: [m], state: 2 })));
await timed('undo', 'undo', {});
await act('one mark', { do: 'state', marks: [all[0]], state: 2 });
await act('a code for all', { do: 'code', marks: all, code: 'X' });
await act('a note for all', { do: 'note', marks: all, note: 'n' });
await act('delete all', { do: 'delete', marks: all });
await timed('undo', 'undo', {});
await act('delete from the front', { do: 'delete', marks: all.slice(0, all.length / 2) });
await timed('undo', 'undo', {});
const quads = [...Array(50000).keys()].map(i => { const x = 20 + i % 50 * 10, y = 20 + Math.floor(i / 50) % 70 * 10; return `${x},${y + 5},${x + 5},${y + 5},${x},${y},${x + 5},${y}`; });
const lists = [...Array(10).keys()].map(p => `<redact page="${p}" coords="${quads.slice(p * 5000, p * 5000 + 3500).join(',')}"/>`);
const xfdf = `<xfdf xmlns="http://ns.adobe.com/xfdf/"><annots>${lists.join('')}</annots></xfdf>`;
await timed('35,000 quadrilaterals', 'import?document=0&window=bulk', xfdf);
await timed('the same again', 'import?document=0&window=bulk', xfdf);
await timed('undo', 'undo', {});
const began = performance.now(), told = (await (await fetch(`${at}api/marks`)).text()).length;
console.log(`${((performance.now() - began) / 1000).toFixed(2).padStart(7)} s  all marks: ${told} bytes`);
for (const line of readFileSync(`/proc/${process.env.SERVER ?? 'self'}/status`, 'utf8').split('\n'))
	if (/^VmRSS|^VmHWM/.test(line))
		console.log(`          ${line}`);
process.exit(slowest > Number(most) ? 1 : 0);
