// Shows one document in the page: PDFs by the browser's own viewer, pictures, plain text. Nothing
// else: an HTML file, say, could do things.

import { BlobSink } from './save.js';
import { element, make } from './text.js';

const types = {
	pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp',
	txt: 'text/plain', csv: 'text/plain', md: 'text/plain', json: 'text/plain', jsonl: 'text/plain',
};
// What is viewed is in memory at once.
const limits = { 'application/pdf': 1e9, 'text/plain': 4e6 };

const typeOf = name => types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];

export function canView(file) {
	const type = typeOf(file.name);
	return type !== undefined && file.size <= (limits[type] ?? 200e6);
}

export const viewSink = file => new BlobSink(typeOf(file.name));

async function bodyFor(file, blob, url) {
	if (blob.type === 'text/plain')
		return make('pre', { tabIndex: 0 }, await blob.text());
	if (blob.type.startsWith('image/'))
		return make('img', { src: url, alt: file.name });
	if (navigator.pdfViewerEnabled === false)
		return make('p', {}, 'This browser does not show PDFs inside a page. Open it in a new tab, or save it.');
	return make('iframe', { src: url, title: file.name });
}

// save: called when the reader wants it saved after all.
export async function view(file, blob, save) {
	const dialog = element('viewer'), tab = element('viewer-tab');
	const url = URL.createObjectURL(blob);
	element('viewer-title').textContent = file.name;
	element('viewer-body').replaceChildren(await bodyFor(file, blob, url));
	tab.href = url;
	tab.hidden = blob.type === 'text/plain';
	element('viewer-close').onclick = () => dialog.close();
	element('viewer-save').onclick = () => {
		dialog.close();
		save();
	};
	dialog.onclose = () => {
		element('viewer-body').replaceChildren();
		tab.removeAttribute('href');
		// a tab that was opened still reads it for a moment
		setTimeout(() => URL.revokeObjectURL(url), 60 * 1000);
	};
	dialog.showModal();
	element('viewer-close').focus();
}
