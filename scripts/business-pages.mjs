// Parts of docs/businesses.md, and a page with every rule for each business whose documents are looked into: docs/businesses/<key>.md.
import { BUSINESSES } from '@swic/core';
import { describeRules } from '../packages/core/dist/xml/rules/describe-rules.js';

const SOURCES = {
  official: 'official 官方',
  several: 'several sources 多个来源',
  one: 'one source 单一来源',
};
const LEVELS = { reject: 'reject 拒绝', warn: 'warn 警告', off: 'off' };
const PHASES = { both: '', draft: 'draft 暂存', declare: 'declare 申报' };

/** Page name -> text. */
export function rulePages(generated, table) {
  const described = BUSINESSES.map((business) => ({ business, rules: describeRules(business) }));
  const pages = described.filter(({ rules }) => rules.length > 0);
  return Object.fromEntries(
    pages.map(({ business, rules }) => [`businesses/${business.key}.md`, rulePage(generated, table, business, rules)]),
  );
}

function rulePage(generated, table, { key, nameZh, nameEn }, rules) {
  const sections = new Map();
  for (const rule of rules) {
    const isOwn = rule.rule.startsWith('structure.') && rule.rule !== 'structure.missing';
    const section = isOwn ? rule.path : parentOf(rule.path);
    sections.set(section, [...(sections.get(section) ?? []), rule]);
  }
  return `${generated}
# ${key}: ${nameEn} ${nameZh}

Every rule of the tables about the documents of this business. What one source alone says warns; an official schema or several
independent sources may refuse. A level can be set for a rule (\`rules: { field.length: warn }\`) or for a field (\`rules: { "${exampleOf(rules)}": off }\`).
仅单一来源支持的规则只警告；官方规范或多个独立来源支持的规则可以拒绝。可按规则或按字段设置级别。

${[...sections].map(([path, own]) => sectionText(table, path, own)).join('\n\n')}
`;
}

function exampleOf(rules) {
  const { path } = rules.findLast(({ rule }) => rule === 'field.length') ?? rules[0];
  return path.split('/').slice(-2).join('/');
}

const parentOf = (path) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path);

function sectionText(table, path, rules) {
  const rows = rules.map((rule) => [
    `\`${rule.path === path ? '.' : rule.path.slice(path.length + 1)}\``,
    rule.nameZh,
    `\`${rule.rule}\``,
    rule.asks,
    PHASES[rule.phase],
    LEVELS[rule.level],
    SOURCES[rule.certainty] + (rule.reason === '' ? '' : `: ${rule.reason}`),
  ]);
  const head = ['field 字段', '名称', 'rule 规则', 'asks 要求', 'when 时机', 'level 级别', 'source 依据'];
  return `<details><summary><code>${path}</code> (${rules.length})</summary>\n\n${table(head, rows)}\n\n</details>`;
}

/** `dec-sign DecMessage/DecSign/Sign (<= 200)`. */
export function signatureCell({ signing, signed }) {
  if (signing !== 'dec-sign' && signing !== 'both') return signing;
  const length = signed.signLengthMax === null ? '' : ` (≤ ${signed.signLengthMax})`;
  return `${signing} \`${signed.section}/${signed.sign}\`${length}`;
}

/** Extensions of documents, and behind a + those of other files with their receiver. */
export function attachmentCell({ extensions, attachments }) {
  const code = (words) => words.map((word) => `\`${word}\``).join(' ');
  if (attachments.extensions.length === 0) return code(extensions) || '-';
  const receivers = attachments.systemIds.length === 0 ? '' : ` (${code(attachments.systemIds)})`;
  return `${code(extensions)} + ${code(attachments.extensions)}${receivers}`;
}
