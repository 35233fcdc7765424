// What the page says when it will not go on: one plain sentence, and a code for the page and tests.

export class Refusal extends Error {
	constructor(code, sentence) {
		super(sentence);
		this.name = 'Refusal';
		this.code = code;
	}
}

// One sentence for both (of each way to open a bundle), because nobody can tell them apart: a wrong key and a changed byte fail
// the same check.
export const wrongOrDamaged = () =>
	new Refusal('locked', 'The passphrase is wrong, or the file is damaged.');
export const otherKeyOrDamaged = () =>
	new Refusal('locked', 'The bundle was not sealed to this key, or the file is damaged.');

// What has no other sentence: the passphrase was right, yet what is inside is not what the sender
// signed. `what` is for those who look closer, and for tests.
export const malformed = what =>
	new Refusal('damaged', `This bundle is damaged or was changed, so it is not opened (${what}).`);
