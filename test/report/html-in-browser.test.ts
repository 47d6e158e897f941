import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { renderHtml } from '../../src/report/html.ts';
import { temporaryFolder } from '../built-package.ts';
import { type Browser, findBrowser, type Page, startBrowser } from './browser.ts';
import { CONTROLS, hostileReport, mixedReport, report, result, table } from './fixtures.ts';

const program = findBrowser();

/** Least contrast of text to what is behind it. Source: WCAG 2.2, 1.4.3. */
const CONTRAST = 4.5;

/** The texts of a page whose colour is too close to the one behind them, with the contrast that they have. */
const FAINT = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = channels(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll('body *')) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!words || element.closest('svg, script, style') || element.getClientRects().length === 0) continue;
    const [light, dark] = [channels(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => b - a);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < ${CONTRAST}) faint.push(element.textContent.slice(0, 40) + ' ' + contrast.toFixed(2));
  }
  return faint;
})()`;

describe.skipIf(program === undefined)('the HTML report in Chromium (skipped where none is installed)', () => {
  const folder = temporaryFolder();
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser(program ?? '');
    page = browser.page;
    await page.send('Emulation.setDeviceMetricsOverride', size(1_280));
  });
  afterAll(() => browser?.close());

  function size(width: number): object {
    return { width, height: 900, deviceScaleFactor: 1, mobile: false };
  }

  async function show(shown: Report): Promise<void> {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderHtml(shown, { failOn: 'low', controls: CONTROLS }));
    await page.open(pathToFileURL(file).href);
  }

  const count = (selector: string) => page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  const visible = () =>
    page.evaluate("[...document.querySelectorAll('.result')].filter((each) => !each.hidden).length");

  describe('of every kind of result', () => {
    beforeEach(() => show(mixedReport()));

    test('runs its script under its own policy, and shows first what fails or is unknown', async () => {
      expect(await page.evaluate("document.querySelector('form').hidden")).toBe(false);
      expect(await visible()).toBe(13);
      expect(await page.evaluate("document.querySelector('#left').textContent")).toBe(
        '13 of 18 results shown; hidden: pass, waived, not applicable',
      );
    });

    test('is filtered by status and by words', async () => {
      const tick = (status: string) => page.evaluate(`document.querySelector('input[value=${status}]').click()`);
      await tick('unknown');
      expect(await visible()).toBe(6);
      const type = (words: string) =>
        page.evaluate(`{
          const box = document.querySelector('input[type=search]');
          box.value = ${JSON.stringify(words)};
          box.dispatchEvent(new Event('input', { bubbles: true }));
        }`);
      await type('REFUNDS copy');
      expect(await visible()).toBe(1);
      expect(await page.evaluate("document.querySelector('.also').open")).toBe(true);
      expect(await count('details.table:not([hidden])')).toBe(1);
      await type('no such table');
      expect(await count('details.table:not([hidden])')).toBe(0);
    });

    test('unfolds all of it to be printed', async () => {
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await count('details:not([open])')).toBe(0);
    });

    test.each([1_280, 390])('does not scroll sideways at %i pixels', async (width) => {
      await page.send('Emulation.setDeviceMetricsOverride', size(width));
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.send('Emulation.setDeviceMetricsOverride', size(1_280));
    });

    test.each([
      ['light', { features: [{ name: 'prefers-color-scheme', value: 'light' }] }],
      ['dark', { features: [{ name: 'prefers-color-scheme', value: 'dark' }] }],
      ['print', { media: 'print' }],
    ])('can be read in %s', async (_, media) => {
      await page.send('Emulation.setEmulatedMedia', { media: '', features: [], ...media });
      await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
      expect(await page.evaluate(FAINT)).toEqual([]);
    });
  });

  test('of 2,000 tables shows a page of the matrix, and says what the filter hides', async () => {
    const results = Array.from({ length: 2_000 }, (_, index) => table(`t-${String(index).padStart(4, '0')}`)).flatMap(
      (resource, index) => [
        result({ status: index < 120 ? 'fail' : 'pass', resource }),
        result({ control: 'copy-coverage', resource }),
      ],
    );
    await show(report(results));
    const said = () => page.evaluate("document.querySelector('#page').textContent");
    expect(await said()).toBe('tables 1 to 50 of 120, 1,880 hidden by the filter');
    expect(await count('#matrix tbody tr')).toBe(50);
    await page.evaluate("document.querySelector('#after').click(); document.querySelector('#after').click()");
    expect(await said()).toBe('tables 101 to 120 of 120, 1,880 hidden by the filter');
    expect(await count('#after:disabled')).toBe(1);
  });

  test('with hostile text loads nothing and runs nothing', async () => {
    await page.send('Network.enable');
    await show(hostileReport());
    expect(await page.evaluate("performance.getEntriesByType('resource').length")).toBe(0);
    expect(await count('script:not([type])')).toBe(1);
    expect(await count('#matrix tbody tr')).toBe(28);
    expect(await count('img, a, iframe, link, object, embed')).toBe(0);
  });

  test('with 3,000 failing results stays usable', async () => {
    const failing = Array.from({ length: 3_000 }, (_, index) =>
      result({ status: 'fail', resource: table(`table-${String(index).padStart(4, '0')}`) }),
    );
    await show(report(failing));
    expect(await visible()).toBe(3_000);
    await page.evaluate(`{
      const box = document.querySelector('input[type=search]');
      box.value = 'table-0042';
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }`);
    expect(await visible()).toBe(1);
  });
});
