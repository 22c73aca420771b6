// @ts-check
// One document to HTML: headings with the anchors that GitHub gives them, links to documents as links to pages.
import { dirname, join, relative } from 'node:path/posix';
import MarkdownIt from 'markdown-it';

/**
 * @typedef {object} Section what the search finds
 * @property {string} anchor empty above the first heading below the title
 * @property {string} heading
 * @property {string} text
 *
 * @typedef {object} Rendered
 * @property {string} title
 * @property {string} html
 * @property {readonly Section[]} sections
 * @property {readonly string[]} anchors
 * @property {readonly { target: string, anchor: string }[]} links to other pages
 * @property {readonly string[]} images below the root of the repository
 */

/** Chinese is written without spaces: a line that ends between two of these is no gap. */
const CHINESE_END = /[\p{sc=Han}\u3000-\u303f\uff00-\uffef]$/u;
const CHINESE_START = /^[\p{sc=Han}\u3000-\u303f\uff00-\uffef]/u;
/** Inside of the repository and not in the site: said, and no link. */
const NOWHERE = null;

/**
 * @param {string} text
 * @param {import('./pages.mjs').Page} page
 * @param {(source: string) => string | null} targetOf the page of a document; null = it has none
 * @returns {Rendered}
 */
export function render(text, page, targetOf) {
  const markdown = new MarkdownIt({ html: true });
  // What is wider than the page is moved by itself, with the keys too.
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules['fence'] = (...about) => fence?.(...about).replace('<pre>', '<pre tabindex="0">') ?? '';
  markdown.renderer.rules['table_open'] = () => '<div class="table" tabindex="0"><table>\n';
  markdown.renderer.rules['softbreak'] = (all, at) =>
    CHINESE_END.test(all[at - 1]?.content ?? '') && CHINESE_START.test(all[at + 1]?.content ?? '') ? '' : '\n';
  markdown.renderer.rules['code_inline'] = (all, at) => {
    const content = all[at]?.content ?? '';
    const code = `<code>${markdown.utils.escapeHtml(content)}</code>`;
    const target = content.endsWith('.md') ? targetOf(content) : null;
    return target === null || target === page.target ? code : `<a href="${pathTo(page.target, target)}">${code}</a>`;
  };
  markdown.renderer.rules['table_close'] = () => '</table></div>\n';
  const tokens = markdown.parse(text.replace(/^<!--.*?-->\n/s, ''), {});
  /** @type {Section[]} */
  const sections = [];
  /** @type {Map<string, number>} */
  const taken = new Map();
  /** @type {{ target: string, anchor: string }[]} */
  const links = [];
  /** @type {string[]} */
  const images = [];
  let title = page.source;
  /** @type {Section} */
  let section = { anchor: '', heading: '', text: '' };
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'heading_open') {
      const heading = plainText(tokens[at + 1]);
      const anchor = anchorOf(heading, taken);
      token.attrSet('id', anchor);
      if (token.tag === 'h1') title = heading;
      sections.push(section);
      section = { anchor: token.tag === 'h1' ? '' : anchor, heading, text: '' };
    } else if (token.type === 'inline' && tokens[at - 1]?.type !== 'heading_open')
      section.text += ` ${plainText(token)}`;
    else if (token.type === 'fence') section.text += ` ${token.content}`;
    for (const child of token.children ?? []) {
      if (child.type === 'link_open') follow(child, page, targetOf, links);
      if (child.type === 'image') child.attrSet('src', picture(child.attrGet('src') ?? '', page, images));
    }
  }
  sections.push(section);
  return {
    title,
    html: markdown.renderer.render(tokens, markdown.options, {}),
    sections: sections
      .map((one) => ({ ...one, text: one.text.replace(/\s+/g, ' ').trim() }))
      .filter(({ heading, text: words }) => heading !== '' || words !== ''),
    anchors: [...taken.keys()],
    links,
    images,
  };
}

/**
 * @param {import('markdown-it').Token} token
 * @param {import('./pages.mjs').Page} page
 * @param {(source: string) => string | null} targetOf
 * @param {{ target: string, anchor: string }[]} links
 */
function follow(token, page, targetOf, links) {
  const href = token.attrGet('href') ?? '';
  if (/^[a-z]+:/.test(href)) return token.attrSet('rel', 'noreferrer');
  const [file = '', anchor = ''] = href.split('#');
  const target = file === '' ? page.target : targetOf(join(dirname(page.source), file));
  if (target === NOWHERE) {
    token.attrs = [['title', join(dirname(page.source), file)]];
    return undefined;
  }
  links.push({ target, anchor: decodeURIComponent(anchor) });
  return token.attrSet('href', `${pathTo(page.target, target)}${anchor === '' ? '' : `#${anchor}`}`);
}

/**
 * @param {string} src
 * @param {import('./pages.mjs').Page} page
 * @param {string[]} images
 */
function picture(src, page, images) {
  const source = join(dirname(page.source), src);
  images.push(source);
  return pathTo(page.target, source.replace(/^docs\//, ''));
}

/** @param {string} from a page @param {string} to a page or another file of the site */
export function pathTo(from, to) {
  return relative(dirname(from), to);
}

/**
 * As GitHub does it, so that a link works there and here.
 * @param {string} heading
 * @param {Map<string, number>} taken
 */
function anchorOf(heading, taken) {
  const plain = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
  const count = taken.get(plain) ?? 0;
  taken.set(plain, count + 1);
  const anchor = count === 0 ? plain : `${plain}-${count}`;
  if (count > 0) taken.set(anchor, 1);
  return anchor;
}

/** @param {import('markdown-it').Token | undefined} inline @returns {string} */
function plainText(inline) {
  const text = (inline?.children ?? [])
    .map(({ type, content }) =>
      type === 'softbreak' || type === 'hardbreak' ? ' ' : type.startsWith('html') ? '' : content,
    )
    .join('');
  return text.replace(/(?<=[\p{sc=Han}\u3000-\u303f\uff00-\uffef]) (?=[\p{sc=Han}\u3000-\u303f\uff00-\uffef])/gu, '');
}
