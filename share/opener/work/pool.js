// The page's side of the workers.

import { Refusal } from '../format/refusal.js';

export class Helper {
	#waiting = new Map();
	#last = 0;

	constructor(url) {
		this.worker = new Worker(url);
		this.worker.onmessage = ({ data: { id, value, refusal, progress } }) => {
			const call = this.#waiting.get(id);
			if (!call)
				return;
			if (progress !== undefined)
				return call.progress?.(progress);
			this.#waiting.delete(id);
			if (refusal)
				call.reject(new Refusal(refusal.code, refusal.message));
			else
				call.resolve(value);
		};
		this.worker.onerror = event => {
			event.preventDefault();
			this.#fail(new Refusal('internal', 'This browser could not run a part of the page. Try a current Firefox, Chrome, Edge or Safari.'));
		};
	}

	#fail(error) {
		for (const { reject } of this.#waiting.values())
			reject(error);
		this.#waiting.clear();
	}

	// Asks for one operation of worker.js.
	ask(op, order = {}, { progress, transfer = [] } = {}) {
		return new Promise((resolve, reject) => {
			const id = ++this.#last;
			this.#waiting.set(id, { resolve, reject, progress });
			this.worker.postMessage({ id, op, ...order }, transfer);
		});
	}

	// Whatever it knew is gone with it.
	stop() {
		this.worker.terminate();
		this.#fail(new DOMException('stopped', 'AbortError'));
	}
}
