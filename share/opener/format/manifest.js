// MANIFEST.json, what a bundle says about itself: share/manifest.c in another language, and as
// strict. The keys are those of the table in share/bundle.md.

import { readTime } from './expiry.js';
import { readJson } from './json.js';
import { readPublicKey } from './minisig.js';
import { collide, isLabel, isName } from './names.js';
import { Refusal, malformed } from './refusal.js';

export const MANIFEST = 'MANIFEST.json', SIGNATURE = 'MANIFEST.json.minisig', PADDING = '_padding.bin';
export const READ_ME = 'READ-ME.txt', NOTICE = 'NOTICE.txt';
export const MANIFEST_LIMIT = 64 * 1024 * 1024;
const FILES_MAX = 200000;

const isText = value => typeof value === 'string';
const isNumber = value => Number.isSafeInteger(value) && value >= 0;
const isBool = value => typeof value === 'boolean';
const isHex = n => value => isText(value) && value.length === n && /^[0-9a-f]*$/.test(value);
const isOne = (...values) => value => values.includes(value);

const bundleKeys = {
	schema: isOne('bundle/1'),
	bundle_id: isHex(32),
	made: value => readTime(value) !== null,
	not_after: value => readTime(value) !== null,
	mode: isOne('offline'),
	sender_key: value => isText(value) && readPublicKey(value) !== null,
	to: value => isText(value) && isLabel(value),
	matter: value => isText(value) && isLabel(value),
	includes_unproven: isBool,
	padding: isOne('padme'),
	payload_size: isNumber,
	files: value => Array.isArray(value) && value.length <= FILES_MAX,
};
const fileKeys = {
	name: value => isText(value) && isName(value),
	role: isOne('read-me', 'notice', 'document', 'log', 'proof'),
	size: isNumber,
	sha256: isHex(64),
	offset: isNumber,
};
const documentKeys = {
	...fileKeys,
	proven: isBool,
	proof_sha256: value => value === '' || isHex(64)(value),
};

// Exactly these keys, each with such a value.
function check(object, keys) {
	if (typeof object !== 'object' || object === null || Array.isArray(object))
		throw malformed('its manifest is not as it should be');
	for (const [key, isFine] of Object.entries(keys))
		if (!Object.hasOwn(object, key) || !isFine(object[key]))
			throw malformed(`its manifest: ${key}`);
	if (Object.keys(object).length !== Object.keys(keys).length)
		throw malformed('its manifest has an unknown key');
}

function checkFile(file, index) {
	check(file, file?.role === 'document' ? documentKeys : fileKeys);
	const own = { 'read-me': READ_ME, notice: NOTICE }[file.role];
	if ((file.role === 'read-me') !== (index === 0) || (file.role === 'notice' && index !== 1) ||
		(own ? file.name !== own : file.name === READ_ME || file.name === NOTICE))
		throw malformed('its manifest: role');
	if (file.proven && file.proof_sha256 === '')
		throw malformed('its manifest: proof_sha256');
}

// The manifest, with made and notAfter in milliseconds and sender as { id, key } beside what the
// JSON says.
export function readManifest(bytes) {
	const said = readJson(bytes);
	if (isText(said?.schema) && said.schema !== 'bundle/1')
		throw new Refusal('foreign', 'This bundle is of a kind that this page does not know. Ask the sender for the page that belongs to it.');
	check(said, bundleKeys);
	said.files.forEach(checkFile);
	if (collide([...said.files.map(file => file.name), MANIFEST, SIGNATURE, PADDING]))
		throw malformed('its manifest has two files of one name');
	if (said.includes_unproven !== said.files.some(file => file.role === 'document' && !file.proven))
		throw malformed('its manifest: includes_unproven');
	const made = readTime(said.made), notAfter = readTime(said.not_after);
	if (notAfter < made || said.files.length === 0)
		throw malformed('its manifest contradicts itself');
	return { ...said, made, notAfter, sender: readPublicKey(said.sender_key) };
}
