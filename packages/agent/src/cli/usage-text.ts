import { type Command, CommanderError, Help } from 'commander';
import type { Locale } from '../text/index.js';

/** What the parser says in English, as people read it in Chinese. `$1` is the word of the user. */
const MESSAGES: readonly (readonly [pattern: RegExp, chinese: string])[] = [
  [/^error: unknown option '(.+?)'(?:\n\(Did you mean (.+?)\?\))?$/s, '没有选项 $1'],
  [/^error: unknown command '(.+?)'(?:\n\(Did you mean (.+?)\?\))?$/s, '没有命令 $1'],
  [/^error: missing required argument '(.+)'$/s, '缺少参数 $1'],
  [/^error: option '(.+)' argument missing$/s, '选项 $1 缺少值'],
  [/^error: required option '(.+)' not specified$/s, '缺少选项 $1'],
  [
    /^error: option '(.+)' argument '(.*)' is invalid\. Allowed choices are (.+)\.$/s,
    '选项 $1 的值 $2 不可用，可用值：$3',
  ],
  [
    /^error: too many arguments(?: for '(.+?)')?\. Expected (\d+) arguments? but got (\d+)(?:: .*)?\.$/s,
    '参数过多：应为 $2 个，给了 $3 个',
  ],
];

const SUGGESTION = /\(Did you mean (.+?)\?\)/;

/** A sentence about wrong usage, in the language of the user; what is not known stays as the parser says it. */
export function usageText(message: string, locale: Locale): string {
  const text = message.trim();
  if (locale === 'en') return `swic: ${text.replace(/^error: /, '')}`;
  const known = MESSAGES.find(([pattern]) => pattern.test(text));
  if (known === undefined) return `swic: ${text.replace(/^error: /, '')}`;
  const meant = SUGGESTION.exec(text)?.[1];
  return `swic: ${text.replace(known[0], known[1])}${meant === undefined ? '' : `，是否指 ${meant}？`}`;
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
};

/** The help's own words in Chinese. */
export function localizeHelp(command: Command, locale: Locale): void {
  if (locale === 'en') return;
  command.configureHelp({
    styleTitle: (title) => TITLES[title] ?? title,
    commandUsage: (shown) =>
      new Help().commandUsage(shown).replace('[options]', '[选项]').replace('[command]', '[命令]'),
    subcommandTerm: (shown) =>
      new Help().subcommandTerm(shown).replace('[options]', '[选项]').replace('[command]', '[命令]'),
    optionDescription: (option) =>
      new Help()
        .optionDescription(option)
        .replace('(choices: ', '（可用值：')
        .replace('default: ', '默认：')
        .replace(/[（(](可用值|默认)(.*)\)$/, '（$1$2）'),
  });
  command.helpOption('-h, --help', '显示帮助');
  if (command.commands.length > 0 && command.parent !== null)
    command.helpCommand('help [command]', '显示某个命令的帮助');
}

/** Ended by help or a version that was asked for, or by wrong usage. */
export function isUsageError(reason: unknown): reason is CommanderError {
  return reason instanceof CommanderError;
}
