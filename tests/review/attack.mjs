// What an HTTP library would not send: raw bytes to the review's server. attack.mjs PORT TOKEN CASE: prints what came back.
import net from 'node:net';

const [port, token, name] = process.argv.slice(2);
const host = `Host: 127.0.0.1:${port}\r\n`, api = `/${token}/api`;
const sleep = ms => new Promise(done => setTimeout(done, ms));

function open() {
	const s = net.connect(port, '127.0.0.1');
	s.said = '';
	s.setEncoding('latin1');
	s.on('data', d => { s.said += d; });
	s.on('error', () => {});
	s.over = new Promise(done => s.on('close', done));
	return s;
}
// One connection; what it said by its end or after a while.
async function say(bytes, ms = 3000) {
	const s = open();
	s.write(bytes, 'latin1');
	await Promise.race([s.over, sleep(ms)]);
	s.destroy();
	return s.said;
}
const statuses = said => (said.match(/HTTP\/1\.1 \d+/g) ?? []).map(l => l.slice(9)).join(' ');
const get = (path, more = '') => `GET ${path} HTTP/1.1\r\n${host}${more}\r\n`;
const chunked = (path, chunks) => `POST ${path} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${chunks}`;

const cases = {
	// without a Host, with two, in HTTP/1.0, absolute: never somebody else's
	async hosts() {
		const all = [`GET ${api}/session HTTP/1.0\r\n\r\n`, `GET ${api}/session HTTP/1.1\r\n\r\n`, `GET ${api}/session HTTP/1.1\r\nHost: evil.example:${port}\r\n\r\n`,
			`GET ${api}/session HTTP/1.1\r\nHost: evil.example\r\n${host}\r\n`, `GET ${api}/session HTTP/1.1\r\nHost: 127.0.0.1.evil.example:${port}\r\n\r\n`,
			`GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`];
		const said = await Promise.all(all.map(a => say(a)));
		return said.some(s => /^HTTP\/1\.. 200/.test(s)) ? 'answered' : 'refused';
	},
	async methods() {
		const said = await Promise.all(['HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'CONNECT', 'PATCH', 'BREW'].map(m => say(`${m} ${api}/session HTTP/1.1\r\n${host}Content-Length: 0\r\n\r\n`, 1500)));
		return said.some(s => /^HTTP\/1\.. 200/.test(s)) || said.some(s => /access-control-allow/i.test(s)) ? 'answered' : 'refused';
	},
	async pipelined() { return statuses(await say(get(`${api}/session`) + get(`/no/api/session`) + get(`${api}/session`), 2000)); },
	async chunks() { return statuses(await say(chunked(`${api}/act`, '1\r\n{\r\nc\r\n"actions":[]\r\n1\r\n}\r\n0\r\n\r\n'), 2000)); },
	async brokenChunks() { return (await say(chunked(`${api}/act`, 'ffffffffffffffffff\r\n{'), 1500)).slice(9, 10); },
	async twoLengths() { return statuses(await say(`POST ${api}/act HTTP/1.1\r\n${host}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${get(`${api}/session`)}`, 1500)); },
	async endless() {
		const s = open();
		s.write(`POST ${api}/act HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`);
		const chunk = '100000\r\n' + ' '.repeat(0x100000) + '\r\n';
		for (let i = 0; i < 66 && !s.destroyed; i++)
			await new Promise(done => s.write(chunk, done));
		s.write('0\r\n\r\n');
		await Promise.race([s.over, sleep(5000)]);
		s.destroy();
		return statuses(s.said);
	},
	// connections that say little or nothing: the page is answered soon all the same
	async flood() {
		const list = [];
		for (let i = 0; i < 400; i++) list.push(open());
		for (const s of list) s.write(`GET /x HTTP/1.1\r\nX: `);
		const began = Date.now();
		let said = '';
		while (!said.startsWith('HTTP/1.1 200') && Date.now() - began < 40000)
			said = await say(get(`${api}/session`, 'Connection: close\r\n'), 40000);
		for (const s of list) s.destroy();
		return said.startsWith('HTTP/1.1 200') ? 'answered' : 'starved';
	},
	// ten thousand one after the other, each anew as soon as it is hung up
	async besiege() {
		const begin = () => { const s = open(); s.over.then(() => { if (opened++ < 10000) begin(); }); s.write('GET /x HTTP/1.1\r\nX: '); };
		let opened = 0, answered = 0, slowest = 0;
		for (let i = 0; i < 700; i++) begin();
		while (opened < 10000 && answered < 200) {
			const began = Date.now();
			answered += (await say(get(`${api}/session`, 'Connection: close\r\n'), 20000)).startsWith('HTTP/1.1 200');
			slowest = Math.max(slowest, Date.now() - began);
			await sleep(20);
		}
		return answered > 3 && slowest < 10000 ? 'answered' : `answered ${answered} times, the slowest after ${slowest} ms, beside ${opened}`;
	},
	// those that were refused keep no place
	async refusedCloses() {
		const s = open();
		s.write(get('/nothing/'));
		const closed = await Promise.race([s.over.then(() => true), sleep(3000).then(() => false)]);
		s.destroy();
		return closed ? 'closed' : 'open';
	},
	async nul() { return statuses(await say(get(`${api}/page/0/1%00`) + get(`${api}/%2e%2e/%2e%2e/etc/passwd`) + get(`/${token}/..%2f..%2fetc/passwd`), 2000)); },
};
console.log(await cases[name]());
process.exit(0);
