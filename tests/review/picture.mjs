// The picture of the review in the README: fixtures/review.png.
//
//     node picture.mjs CHROMIUM UNDERSEAL PLAN OUT.png     (PLAN of fixtures/discovery, with --people suggest)

import { drawn, launch, serve, visit } from './kit.mjs';

const [chromium, underseal, plan, out] = process.argv.slice(2);
const server = await serve(underseal, ['review', plan, '--no-browser', '--reviewer', 'J. Ruiz']);
const browser = await launch(chromium);
const page = await visit(browser, server.address, { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.25 });
await page.locator('#documents .row', { hasText: 'Demand letter' }).click();
await page.click('#tab-values');
await page.click('#filter-state button:has-text("Proposed")');
await page.locator('#values .row', { hasText: 'Pryce' }).first().click();
await page.waitForTimeout(1500);   // until the words around each hit are there
const hit = page.locator('#values .row.hit', { hasText: 'Demand letter' }).first();
await hit.click();
await drawn(page);
await page.evaluate(() => document.querySelector('#middle').scrollTo(0, 0));
await page.mouse.move(0, 0);
await page.waitForTimeout(2500);
await page.screenshot({ path: out });
await browser.close();
await server.stop('SIGTERM');
