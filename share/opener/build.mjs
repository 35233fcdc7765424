// Builds opener.html: one file that holds everything and may connect to nothing.
//
//     node build.mjs OUT.html
//
// The same sources and packages (package-lock.json) give the same bytes. Nothing is minified that
// is ours, so that whoever receives the page can read it.

import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const here = path => fileURLToPath(new URL(path, import.meta.url));
const out = process.argv[2] ?? here('../opener.html');

// import x from 'text:worker' gives the worker's program, 'text:words' the list of words
const texts = given => ({
	name: 'texts',
	setup({ onResolve, onLoad }) {
		onResolve({ filter: /^text:/ }, ({ path }) => ({ path: path.slice(5), namespace: 'text' }));
		onLoad({ filter: /./, namespace: 'text' }, ({ path }) => ({ contents: given[path], loader: 'text' }));
	},
});

async function bundle(entry, given = {}) {
	const { outputFiles: [file] } = await build({
		absWorkingDir: here('.'), entryPoints: [entry], bundle: true, write: false, format: 'iife',
		target: ['chrome109', 'firefox115', 'safari16.4'], charset: 'utf8', legalComments: 'inline',
		// hash-wasm and libsodium look for Node.js before they look for a browser
		define: { 'import.meta.url': '""' }, platform: 'browser',
		plugins: [texts(given)], logLevel: 'warning',
	});
	return file.text;
}

// Nothing in a script may end the element that holds it.
const inElement = script => script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
const hashOf = content => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

const words = (await readFile(here('../words.txt'), 'utf8')).trim().replaceAll('\n', ' ');
const worker = await bundle('work/worker.js');
const script = inElement(await bundle('page/page.js', { worker, words }));
const style = await readFile(here('page/opener.css'), 'utf8');
const { dependencies } = JSON.parse(await readFile(here('package.json'), 'utf8'));
const licenses = (await Promise.all(Object.entries(dependencies).map(async ([name, version]) =>
	`${name} ${version}\n\n${await readFile(here(`node_modules/${name}/LICENSE`), 'utf8')}\n`))).join('\n');

const policy = [
	"default-src 'none'",
	`script-src ${hashOf(script)} 'wasm-unsafe-eval'`,   // libsodium and the hashes are WebAssembly
	`style-src ${hashOf(style)}`,
	'worker-src blob:',                                  // the worker's program is in the page
	'img-src blob:', 'frame-src blob:',                  // documents, once decrypted
	"connect-src 'none'", "form-action 'none'", "base-uri 'none'",
	"require-trusted-types-for 'script'", 'trusted-types opener',
].join('; ');

const parts = { POLICY: policy, STYLE: style, SCRIPT: script, LICENSES: licenses };
const template = await readFile(here('page/opener.html'), 'utf8');
const html = template.replace(/\{\{(POLICY|STYLE|SCRIPT|LICENSES)\}\}/g, (_, name) => parts[name]);

await writeFile(`${out}.part`, html);
await rename(`${out}.part`, out);
console.log(`${out}: ${html.length} characters`);
