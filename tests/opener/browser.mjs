// The page in a real browser, from file://, as a recipient meets it.
//
//     node browser.mjs CHROMIUM PAGE WORK
//
// WORK holds sealed.age, which `underseal seal` made of WORK/out, sealed.pass and sealed.said. SHOTS
// names a folder for a picture of every state. What is tried lies in browser/, one subject a file.

import { leave } from './browser/stage.mjs';

// One after the other: modules that are imported together would visit at the same time.
for (const subject of ['way', 'senders', 'refusals', 'documents', 'saving', 'screens'])
	await import(`./browser/${subject}.mjs`);
await leave();
