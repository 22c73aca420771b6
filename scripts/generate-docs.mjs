// Writes docs/{config,faults,events,keys,businesses}.md, the manual page and deploy/monitoring from the code, and the index of decisions from their titles. With --check nothing is written, and a difference is a failure.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUSINESSES, describeEvents, describeMetrics, describeSettings, EXIT_CODES, FAULTS } from '@swic/core';
import { KEYS, meaningOfKey } from '@swic/tui';
import { countByCertainty } from '../packages/core/dist/xml/rules/known-fields.js';
import { attachmentCell, rulePages, signatureCell } from './business-pages.mjs';
import { manPage } from './man-page.mjs';
import { monitoringFiles } from './monitoring/files.mjs';
import { openApiText } from './openapi.mjs';

const GENERATED = '<!-- Generated from the code by `npm run docs`; do not edit. -->\n';
const isCheck = process.argv.includes('--check');

const pages = {
  'faults.md': faultsPage(),
  'events.md': await eventsPage(),
  'config.md': configPage(),
  'keys.md': keysPage(),
  'businesses.md': businessesPage(),
  'decisions/README.md': decisionsPage(),
  'openapi.json': openApiText(),
  'man/swic.1': manPage('en'),
  'man/zh_CN/swic.1': manPage('zh'),
  ...rulePages(GENERATED, table),
  ...under('../deploy/monitoring/', monitoringFiles(await describeMetrics())),
};
let stale = 0;
for (const [name, text] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  if (!isCheck) write(file, text);
  else if (read(file) !== text) {
    stale += 1;
    console.error(`docs/${name} does not match the code: run npm run docs`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;

function under(folder, files) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}${name}`, text]));
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function table(head, rows) {
  const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function faultsPage() {
  const rows = Object.entries(FAULTS).map(([code, { fate, exitCode, zh, en }]) => [
    `\`${code}\``,
    fate,
    exitCode,
    `${en.meaning}. ${en.advice}.`,
    `${zh.meaning}。${zh.advice}。`,
  ]);
  const exits = Object.entries(EXIT_CODES).map(([code, { zh, en }]) => [code, en, zh]);
  return `${GENERATED}
# Faults 故障

Fate: *retry* the same document later, *reject* to FailBox with an explanation in InBox, *hold* the flow until the world is right
again (documents wait, work resumes by itself), *halt* with an exit code.

${table(['code', 'fate', 'exit', 'meaning and advice', '含义与处理'], rows)}

## Exit codes 退出码

${table(['code', 'meaning', '含义'], exits)}
`;
}

async function eventsPage() {
  const rows = (await describeEvents()).map(({ type, level, en, zh }) => [`\`${type}\``, level, en, zh]);
  return `${GENERATED}
# Events 事件

Everything that happens is one of these. The log, the metrics and the dashboard are three readers of the same events.

${table(['type', 'level', 'says', '内容'], rows)}
`;
}

function configPage() {
  const rows = describeSettings().map(({ path, values, defaultJson, en, zh }) => [
    `\`${path}\``,
    values,
    defaultJson === null ? '' : `\`${defaultJson}\``,
    en,
    zh,
  ]);
  return `${GENERATED}
# Configuration 配置

\`swic.yaml\`; all paths are relative to it. \`swic config check\` reports every problem with its line, \`swic config schema\` prints
the JSON Schema for editors, \`swic config show\` prints the configuration with every default filled in.

\`swic.yaml\` 中的路径均相对于该文件。\`swic config check\` 逐行报告问题，\`swic config schema\` 输出编辑器用的 JSON Schema，\`swic config show\`
显示补全默认值后的配置。

${table(['setting 设置', 'values 取值', 'default 默认', 'meaning', '含义'], rows)}
`;
}

function keysPage() {
  const rows = KEYS.map(({ id, keys, where, is }) => [
    keys.map((key) => `\`${key}\``).join(' '),
    where === 'everywhere' ? 'everywhere' : where.join(', '),
    `${meaningOfKey(id, 'en')}${is === 'change' ? ' \\*' : ''}`,
    meaningOfKey(id, 'zh'),
    `\`${id}\``,
  ]);
  return `${GENERATED}
# Keys of the dashboard 界面按键

\`?\` shows those of the view one is in. \\* changes something of the agent, and is not there with \`--read-only\`. Any action can have
other keys:

\`\`\`yaml
dashboard:
  keys:
    quit: [Q]
    move.down: [down, n]
\`\`\`

${table(['key', 'where', 'does', '作用', 'action'], rows)}

\`:\` takes a command: a view's name (\`:documents\`, \`:dj\`, \`:单据\`), \`:start\`, \`:stop\`, \`:pause\`, \`:why <file>\`, \`:zh\`, \`:en\`, \`:help\`,
\`:quit\`; also as far as the word is unmistakable. \`/\` filters as you type: part of a file name or of a number, a business by key, Chinese
name or pinyin initials, a stage by its name; \`!\` before a word shows the others.
`;
}

/** Fields that refuse a document when they are wrong (official or several sources), and fields that only warn (one source). */
function fieldCounts(business) {
  const { official, several, one } = countByCertainty(business);
  if (official + several + one === 0) return '-';
  return `[${official + several} reject 拒绝, ${one} warn 警告](businesses/${business.key}.md)`;
}

function businessesPage() {
  const code = (words) => words.map((word) => `\`${word}\``).join(' ');
  const rows = BUSINESSES.map((business) => [
    `\`${business.key}\``,
    business.nameZh,
    business.nameEn,
    code(business.systemIds),
    code(business.formIds),
    `\`${business.folder}\``,
    business.isReceiveOnly
      ? 'receipts only 只收回执'
      : business.roots.length === 0
        ? 'any 任意'
        : code(business.roots.map(({ name }) => name)),
    signatureCell(business),
    attachmentCell(business),
    fieldCounts(business),
    business.certainty,
  ]);
  const head = [
    'key',
    '业务',
    'business',
    'receiver 接收方',
    'type 报文类型',
    'folder 目录',
    'root 根元素',
    'signs 签名',
    'files taken 接受的文件',
    'fields checked 校验字段',
    'how sure 可信程度',
  ];
  return `${GENERATED}
# Businesses 业务

What swic knows of each business, as data. Keys are also accepted as folder names, in any casing. Every value can be set otherwise in
\`swic.yaml\`: \`receivers\`, \`messageType\`, \`folder\`, \`sign\`, \`attachments\`, and with \`definition\` roots, keys and receipts; a name that is not in the table
makes a business of your own. 以下均为数据，可在 \`swic.yaml\` 中逐项修改；表中没有的名称即为自定义业务。

${table(head, rows)}

A type of \`{root}\` is the root element of each document. Files behind + travel byte for byte, unchecked, to the receiver in brackets or
to that of the documents; \`*\` is any extension. Casing never matters. A PDF may be followed by 2,048 bytes of XML (USF001), whose file name
and number become keys. 类型为 \`{root}\` 时取单据根元素名。加号后的文件原样发送、不校验，\`*\` 为任意扩展名，大小写不限。

The numbers in the column of checked fields lead to a page with every rule: where it is, what it asks, its level and who says so.
字段数链接到逐条规则页面：位置、要求、级别、依据。

## What is not publicly known, and where to set it 未公开的事实与对应配置

Nothing here was confirmed by the platform. The defaults are what public sources suggest; each can be changed without code.
以下均未经平台确认，默认值来自公开资料的推断，均可配置。

${table(['not known', 'default', 'setting', '未知事项'], unknowns())}
`;
}

function unknowns() {
  return [
    ['whether the message is a DxpMsg', 'DxpMsg (inferred, strong)', '`envelope.kind`', '报文是否为 DxpMsg'],
    [
      'MsgType and ReceiverId of each business',
      'FormId and the first SystemId',
      '`messageType`, `receivers`',
      '各业务的 MsgType 与 ReceiverId',
    ],
    [
      'exchange, routing key, queues of RabbitMQ',
      'default exchange, SW.SEND, SW.RECV; one program names the receive queue `<client id>_HZ`',
      '`transport.send`, `transport.receive`',
      'RabbitMQ 的交换机、路由键与队列',
    ],
    [
      'the bytes that DecSign/Sign signs',
      'the whole document with an empty Sign',
      '`signing.decSign`',
      'DecSign/Sign 的签名原文',
    ],
    ['whether the envelope has to be signed', 'no', '`sign: envelope`', '信封是否需要签名'],
    ['what of a ZIP travels', 'the ZIP itself', '`send.zipSends`', 'ZIP 发送整包还是仅 XML'],
    ['unit of field lengths', 'characters', '`lengthUnit`', '字段长度的单位'],
    ['required fields of the special areas', 'missing ones only warn', '`rules`', '特殊区域的必填项'],
    ['official XSDs', 'none; field tables instead', '`schemas`', '官方 XSD'],
    [
      'how a receipt is routed to its business',
      'content, then sender, then message type',
      '`definition.receipts`, `definition.receiptTypes`',
      '回执如何归属业务',
    ],
    [
      'prefix of successful results',
      '`Successed_` (seen twice; the manual writes `Successted_`)',
      '`receipts.successPrefix`',
      '成功结果的前缀',
    ],
    ['digits of the time in names', '17 (manual); up to 23 seen', '`receipts.stampDigits`', '文件名时间戳位数'],
    [
      'the name of a refusal by the exchange platform (DxpRep)',
      '`Failed_`, as the last word about its document',
      '–',
      '交换平台拒收时的文件名',
    ],
    ['largest message', '64 MB here; 3 MiB suspected by one project', '`limits.documentBytesMax`', '报文大小上限'],
    [
      'formats of EDOC, CDS, CDSAL, TCDS, AIL, EXB, NJCF',
      'travel untouched, keys found by name',
      '`definition`',
      '这些业务的报文格式',
    ],
  ];
}

function decisionsPage() {
  const folder = fileURLToPath(new URL('../docs/decisions/', import.meta.url));
  const files = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const rows = files
    .sort()
    .map((name) => [`[${name.slice(0, 4)}](${name})`, titleOf(readFileSync(`${folder}${name}`, 'utf8'))]);
  return `${GENERATED}
# Decisions

What may be questioned later: the facts, the choice, and what was tried in vain. A number is never used twice.

${table(['decision', 'says'], rows)}
`;
}

/** The first heading, without the number. */
function titleOf(text) {
  const [, title] = /^# \d{4}\.? (.+)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error('a decision begins with a heading: # NNNN What it says');
  return title;
}
