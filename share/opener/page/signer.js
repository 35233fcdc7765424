// Who sealed the bundle, as far as this page can know: a key, which a person compares by telephone.

import wordList from 'text:words';
import { words } from '../format/fingerprint.js';
import { element } from './text.js';

const squeeze = typed => typed.toLowerCase().replace(/[^a-z0-9]/g, '');

// { words, digits } of a fingerprint that the worker made.
export const spell = ({ hash, digits }) =>
	({ digits, words: words(null, { blake2b: () => hash }, wordList.split(' ')) });

// Whether what a person typed is this key's fingerprint, in either spelling, or the whole key.
export const isSame = (typed, spelled, key) =>
	typed.trim() === key || [spelled.words, spelled.digits].some(text => squeeze(text) === squeeze(typed));

export function showSigner(said) {
	const spelled = spell(said.fingerprint);
	const field = element('compare'), answer = element('compared');
	element('signer-words').textContent = spelled.words;
	element('signer-digits').textContent = spelled.digits;
	element('signer').open = false;
	field.value = answer.textContent = '';
	field.oninput = () => {
		const typed = field.value.trim(), same = isSame(typed, spelled, said.sender_key);
		answer.className = same ? 'same' : 'differs';
		answer.textContent = !typed ? '' : same ? 'The same key.' :
			'Not the same key. If the sender said exactly this, somebody else sealed the bundle: do not rely on it.';
	};
	return spelled;
}
