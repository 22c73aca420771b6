// @ts-check
// What is around a document on its page: menu, search, the other language.
import { pathTo } from './render.mjs';

const WORDS = {
  en: {
    search: 'Search the documents',
    none: 'Nothing found',
    other: '中文',
    skip: 'To the text',
    api: 'API: contract, ports',
  },
  zh: { search: '搜索文档', none: '没有找到', other: 'English', skip: '跳到正文', api: 'API：contract、ports' },
};

/**
 * @param {object} about
 * @param {import('./pages.mjs').Page} about.page
 * @param {string} about.title
 * @param {string} about.html
 * @param {readonly import('./pages.mjs').Group[]} about.groups
 * @param {ReadonlyMap<string, string>} about.titles by target
 * @param {boolean} about.isForDevelopers
 */
export function pageText({ page, title, html, groups, titles, isForDevelopers }) {
  const [language = 'en'] = page.languages;
  const isBoth = page.languages.length > 1;
  const words = WORDS[language];
  const to = (/** @type {string} */ target) => pathTo(page.target, target);
  const root = to('index.html').replace(/index\.html$/, '');
  const other = otherOf(page);
  const menus = page.languages.map((one) => menuText({ page, language: one, groups, titles, to, isForDevelopers }));
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)} · swic</title>
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/site.js')}" defer></script>
</head>
<body data-root="${root}" data-languages="${page.languages.join(' ')}">
<a class="skip" href="#text">${words.skip}</a>
<header>
<a class="home" href="${to(homeOf(language))}">swic</a>
<div class="search" role="search"><input type="search" id="search" autocomplete="off" aria-label="${isBoth ? `${WORDS.en.search} ${WORDS.zh.search}` : words.search}" placeholder="${isBoth ? `${words.search} ${WORDS.zh.search}` : words.search}" data-none="${words.none}"><ol id="found" hidden></ol></div>
${other === null ? '' : `<a class="other" href="${to(other)}">${words.other}</a>`}
</header>
<div class="columns">
<nav>
${menus.join('\n')}
</nav>
<main id="text">
${html}</main>
</div>
</body>
</html>
`;
}

/**
 * @param {object} about
 * @param {import('./pages.mjs').Page} about.page
 * @param {import('./pages.mjs').Language} about.language
 * @param {readonly import('./pages.mjs').Group[]} about.groups
 * @param {ReadonlyMap<string, string>} about.titles
 * @param {(target: string) => string} about.to
 * @param {boolean} about.isForDevelopers
 */
function menuText({ page, language, groups, titles, to, isForDevelopers }) {
  const isSecond = page.languages.indexOf(language) > 0;
  const lists = groups.map((group, at) => {
    const items = group.pages
      .filter((one) => one.languages.includes(language))
      .map(({ target }) => {
        const mark = target === page.target ? ' aria-current="page"' : '';
        return `<li><a href="${to(target)}"${mark}>${escape(titles.get(target) ?? target)}</a></li>`;
      });
    if (isForDevelopers && at === groups.length - 1)
      items.unshift(`<li><a href="${to('api/index.html')}">${WORDS[language].api}</a></li>`);
    // Long lists are closed, unless one reads in them.
    const isOpen = items.length < 20 || group.pages.some(({ target }) => target === page.target);
    return `<details${isOpen ? ' open' : ''}><summary>${group.title[language]}</summary><ul>${items.join('')}</ul></details>`;
  });
  // A page in both languages has the pages that both menus share once.
  return isSecond ? lists[0] : lists.join('\n');
}

/** The same page in the other language; null where both are on one. @param {import('./pages.mjs').Page} page */
function otherOf({ target, languages }) {
  if (languages.length > 1) return null;
  return languages[0] === 'zh' ? target.replace(/\.zh\.html$/, '.html') : target.replace(/\.html$/, '.zh.html');
}

/** @param {import('./pages.mjs').Language} language */
function homeOf(language) {
  return language === 'zh' ? 'index.zh.html' : 'index.html';
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);
}
