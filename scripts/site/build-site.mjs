// @ts-check
// The documents as a site of plain files: opened by a double click, without a server and without the network (decision 0084).
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../package/places.mjs';
import { pageText } from './page.mjs';
import { LANGUAGES, siteGroups } from './pages.mjs';
import { render } from './render.mjs';

const ASSETS = fileURLToPath(new URL('assets/', import.meta.url));

/**
 * @param {string} directory gets the site
 * @param {{ isForDevelopers: boolean }} choice with the decisions, and a link to the reference in `api`
 * @returns {{ pages: number, sections: number }}
 */
export function buildSite(directory, { isForDevelopers }) {
  const groups = siteGroups(markdownIn('docs/businesses'), isForDevelopers ? markdownIn('docs/decisions') : []);
  const pages = groups.flatMap((group) => group.pages);
  const targets = new Map(pages.map(({ source, target }) => [source, target]));
  const rendered = pages.map((page) => {
    const text = readFileSync(join(ROOT, page.source), 'utf8');
    return { page, ...render(text, page, (source) => targets.get(source) ?? null) };
  });
  refuseDeadLinks(rendered);
  const titles = new Map(rendered.map(({ page, title }) => [page.target, title]));
  for (const { page, title, html } of rendered)
    put(directory, page.target, pageText({ page, title, html, groups, titles, isForDevelopers }));
  const images = new Set(rendered.flatMap((one) => one.images));
  for (const source of images) {
    const target = join(directory, source.replace(/^docs\//, ''));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(ROOT, source), target);
  }
  for (const name of readdirSync(ASSETS)) put(directory, `assets/${name}`, readFileSync(join(ASSETS, name), 'utf8'));
  return { pages: pages.length, sections: writeSearch(directory, rendered) };
}

/**
 * What the search reads, as a script: a page that was opened from a disk may load no other file.
 * @param {string} directory
 * @param {readonly ({ page: import('./pages.mjs').Page } & import('./render.mjs').Rendered)[]} rendered
 */
function writeSearch(directory, rendered) {
  let count = 0;
  /** @param {readonly string[]} languages */
  const sectionsOf = (languages) =>
    rendered
      .filter(({ page }) => page.languages.join() === languages.join())
      .flatMap(({ page, title, sections }) =>
        sections.map(({ anchor, heading, text }) => [
          `${page.target}${anchor === '' ? '' : `#${anchor}`}`,
          title,
          heading,
          text,
        ]),
      );
  for (const [name, languages] of /** @type {const} */ ([
    ['both', LANGUAGES],
    ...LANGUAGES.map((one) => [one, [one]]),
  ])) {
    const sections = sectionsOf(/** @type {readonly string[]} */ (languages));
    count += sections.length;
    put(directory, `assets/search-${name}.js`, `swicSections(${JSON.stringify(sections)});\n`);
  }
  return count;
}

/**
 * A link that leads nowhere is a defect of a document.
 * @param {readonly ({ page: import('./pages.mjs').Page } & import('./render.mjs').Rendered)[]} rendered
 */
function refuseDeadLinks(rendered) {
  const anchors = new Map(rendered.map((one) => [one.page.target, new Set(one.anchors)]));
  const dead = rendered.flatMap(({ page, links }) =>
    links
      .filter(({ target, anchor }) => anchor !== '' && !anchors.get(target)?.has(anchor))
      .map(({ target, anchor }) => `${page.source}: ${target}#${anchor}`),
  );
  if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join('\n')}`);
}

/** @param {string} folder */
function markdownIn(folder) {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .sort();
}

/** @param {string} directory @param {string} target @param {string} text */
function put(directory, target, text) {
  const file = join(directory, target);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
