// @ts-check
// The manual page swic(1), from the same declarations as --help, in either language. roff has its own escapes; nothing else of it is used.
import { declareProgram } from '@swic/agent';
import { EXIT_CODES } from '@swic/core';

/** @typedef {import('commander').Command} Command */

const WORDS = {
  en: {
    name: 'NAME',
    synopsis: 'SYNOPSIS',
    description: 'DESCRIPTION',
    commands: 'COMMANDS',
    options: 'OPTIONS OF EVERY COMMAND',
    exit: 'EXIT STATUS',
    files: 'FILES',
    more: 'SEE ALSO',
    command: 'command',
    purpose: 'import client for the International Trade Single Window of China',
    about:
      'Carries the files of the OutBoxes to the exchange platform over RabbitMQ or IBM MQ, moves each to SentBox or FailBox, and writes the receipts that come back into InBox. Without a command it opens the dashboard on a terminal.',
    places: 'configuration: ./swic.yaml where there is one, else the file of the account or of the machine',
    topics:
      'swic help configuration, swic help faults, swic help events and swic help followed by a fault code or a setting.',
  },
  zh: {
    name: '名称',
    synopsis: '用法',
    description: '说明',
    commands: '命令',
    options: '各命令通用选项',
    exit: '退出码',
    files: '文件',
    more: '另见',
    command: '命令',
    purpose: '国际贸易单一窗口导入客户端',
    about:
      '将 OutBox 中的文件通过 RabbitMQ 或 IBM MQ 发送到数据交换平台，移入 SentBox 或 FailBox，并把返回的回执写入 InBox。在终端中不带命令运行时打开控制台。',
    places: '配置文件：当前目录的 swic.yaml，没有时为当前用户或本机的配置文件',
    topics: 'swic help configuration、swic help faults、swic help events，以及 swic help 加故障代码或配置项。',
  },
};

/** Options that every command has are told once. */
const COMMON = ['--config', '--json', '--locale', '--help'];

/** @param {'zh' | 'en'} locale */
export function manPage(locale) {
  const words = WORDS[locale];
  const program = declareProgram(locale, () => async () => undefined);
  const first = program.commands.find((command) => command.commands.length === 0);
  const common = first === undefined ? [] : first.createHelp().visibleOptions(first).filter(isCommon);
  return [
    '.\\" Generated from the code by `npm run docs`; do not edit.',
    '.TH SWIC 1 "" "swic" "swic"',
    // Neither hyphens inside of names nor wide gaps between Chinese words.
    '.nh',
    '.ad l',
    section(words.name, [`swic \\- ${escaped(words.purpose)}`]),
    section(words.synopsis, ['.B swic', `.RI ${words.command} ...`]),
    section(words.description, [escaped(words.about)]),
    section(words.commands, [...commandsOf(program)].flatMap(commandLines)),
    section(
      words.options,
      common.flatMap((option) => entry(option.flags, option.description)),
    ),
    section(
      words.exit,
      Object.entries(EXIT_CODES).flatMap(([code, meaning]) => entry(code, meaning[locale])),
    ),
    section(words.files, entry('swic.yaml', words.places)),
    section(words.more, [escaped(words.topics)]),
    '',
  ].join('\n');
}

/**
 * Those that a person calls, with the words of their group.
 * @param {Command} command
 * @returns {Iterable<Command>}
 */
function* commandsOf(command) {
  for (const child of command.commands) {
    if (child.commands.length === 0) yield child;
    else yield* commandsOf(child);
  }
}

/** @param {Command} command */
function commandLines(command) {
  const help = command.createHelp();
  const usage = `${nameOf(command)} ${command.registeredArguments.map(argumentText).join(' ')}`.trim();
  const own = help.visibleOptions(command).filter((option) => !isCommon(option));
  return [
    ...entry(usage, command.description()),
    ...(own.length === 0 ? [] : ['.RS', ...own.flatMap((option) => entry(option.flags, option.description)), '.RE']),
  ];
}

/**
 * @param {Command} command
 * @returns {string}
 */
function nameOf(command) {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** @param {import('commander').Argument} argument */
function argumentText(argument) {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** @param {import('commander').Option} option */
function isCommon({ long }) {
  return COMMON.includes(long ?? '');
}

/**
 * @param {string} title
 * @param {readonly string[]} lines
 */
function section(title, lines) {
  return [`.SH ${escaped(title)}`, ...lines].join('\n');
}

/**
 * @param {string} term
 * @param {string} text
 */
function entry(term, text) {
  return ['.TP', `.B ${escaped(term)}`, escaped(text)];
}

/**
 * A backslash begins an escape, a hyphen would be typeset, and a dot or a quote at the beginning of a line would be a request. A Chinese
 * sentence has no blanks, so that it may be broken behind its marks.
 * @param {string} text
 */
function escaped(text) {
  const plain = text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/(?<=[，、；：。）])(?=[^\s，、；：。）”])/g, '\\:');
  return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}
