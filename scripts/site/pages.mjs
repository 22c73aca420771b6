// @ts-check
// Which documents are pages of the site, in the order of its menu.

/**
 * @typedef {'en' | 'zh'} Language
 *
 * @typedef {object} Page
 * @property {string} source below the root of the repository
 * @property {string} target below the site
 * @property {readonly Language[]} languages in whose menu and search it is; most pages that are made from the code have both
 *
 * @typedef {object} Group
 * @property {Readonly<Record<Language, string>>} title
 * @property {readonly Page[]} pages
 */

/** With a page of its own in each language: `install.md`, `install.zh.md`. */
const GUIDE = [
  'install',
  'install-windows',
  'install-linux',
  'install-container',
  'install-npm',
  'upgrade',
  'moving',
  'windows',
  'server',
  'commands',
  'dashboard',
  'web',
  'alerts',
  'maintenance',
  'card',
  'ibm-mq',
  'ledger',
  'update',
  'sandbox',
  'selftest',
  'book',
];
/** Made from the code, with both languages on one page. */
const REFERENCE = ['config', 'faults', 'events', 'keys', 'businesses'];

/** @type {readonly Language[]} */
export const LANGUAGES = ['en', 'zh'];
/** @type {readonly Language[]} */
const BOTH = LANGUAGES;

/** @param {string} name @param {string} [folder] @returns {readonly Page[]} */
const inEach = (name, folder = 'docs/') =>
  LANGUAGES.map((language) => {
    const suffix = language === 'zh' ? '.zh' : '';
    return {
      source: `${folder}${name}${suffix}.md`,
      target: `${targetName(name)}${suffix}.html`,
      languages: [language],
    };
  });

/** @param {string} name */
const targetName = (name) => (name === 'README' ? 'index' : name);

/**
 * @param {readonly string[]} businesses names of the pages of single businesses
 * @param {readonly string[]} decisions file names, empty for a site for users
 * @returns {readonly Group[]}
 */
export function siteGroups(businesses, decisions) {
  const guide = {
    title: { en: 'Guide', zh: '使用指南' },
    pages: [...inEach('README', ''), ...GUIDE.flatMap((name) => inEach(name))],
  };
  const reference = REFERENCE.map((name) => ({ source: `docs/${name}.md`, target: `${name}.html`, languages: BOTH }));
  const rules = businesses.map((name) => ({
    source: `docs/businesses/${name}`,
    target: htmlName(`businesses/${name}`),
    languages: BOTH,
  }));
  const project = ['CHANGELOG', 'SECURITY'].map((name) => ({
    source: `${name}.md`,
    target: `${name.toLowerCase()}.html`,
    languages: BOTH,
  }));
  const groups = [
    guide,
    { title: { en: 'Reference', zh: '参考' }, pages: reference },
    { title: { en: 'Fields by business', zh: '各业务校验字段' }, pages: rules },
    { title: { en: 'Versions', zh: '版本' }, pages: project },
  ];
  if (decisions.length === 0) return groups;
  const own = ['ARCHITECTURE', 'CONTRIBUTING'].map((name) => ({
    source: `${name}.md`,
    target: `${name.toLowerCase()}.html`,
    languages: BOTH,
  }));
  const decided = decisions.map((name) => ({
    source: `docs/decisions/${name}`,
    target: htmlName(`decisions/${name}`),
    languages: BOTH,
  }));
  return [...groups, { title: { en: 'Development', zh: '开发' }, pages: [...own, ...decided] }];
}

/** @param {string} name */
const htmlName = (name) => name.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html');
