import {
  type DescribedSetting,
  describeEvents,
  describeSettings,
  EXIT_CODES,
  type ExitCode,
  FAULTS,
  Fault,
  isFaultCode,
  nearestWord,
  wordFor,
} from '@swic/core';
import type { Command } from 'commander';
import type { Context } from '../cli/context.js';
import type { CommandHost } from '../cli/host.js';
import { formatTable } from '../cli/table.js';

/** What else than commands can be explained: each has a table of its own. */
const TOPICS = {
  configuration: explainSettings,
  faults: explainFaults,
  events: explainEvents,
  'exit-codes': explainExitCodes,
} as const;

const TOPIC_NAMES = Object.keys(TOPICS) as readonly (keyof typeof TOPICS)[];

/** `swic help`: a command, a table, a fault by its code, a setting by its path. */
export function declareHelp({ program, t, act }: CommandHost): void {
  program
    .command('help [topic...]')
    .description(t('help.about'))
    .action(
      act(async (context, words: readonly string[]) => {
        await explain(context, program, words);
        return 0;
      }),
    );
}

async function explain(context: Context, program: Command, words: readonly string[]): Promise<void> {
  const command = commandNamed(program, words);
  if (command !== null) return command.outputHelp();
  const topic = words.join(' ');
  const table = TOPIC_NAMES.find((name) => name === topic);
  if (table !== undefined) return TOPICS[table](context);
  if (isFaultCode(topic)) return explainFault(context, topic);
  const settings = settingsNamed(topic);
  if (settings.length === 0) throw unknownTopic(program, topic);
  for (const setting of settings) explainSetting(context, setting, settings.length > 1);
}

/** Through groups: `card pin`. Null where a word is no command. */
function commandNamed(program: Command, words: readonly string[]): Command | null {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next === undefined) return null;
    command = next;
  }
  return command;
}

/** A path as it is written in swic.yaml: `transport.host` is one of each kind of transport. With all that are below it. */
function settingsNamed(topic: string): readonly DescribedSetting[] {
  const plain = (path: string): string => path.replaceAll(/\([^)]*\)/g, '');
  return describeSettings().filter(({ path }) =>
    [path, plain(path)].some((known) => known === topic || known.startsWith(`${topic}.`)),
  );
}

function explainFault(context: Context, code: keyof typeof FAULTS): void {
  const { t, locale, options, print } = context;
  const { fate, exitCode, [locale]: words } = FAULTS[code];
  if (options.json) return context.printJson({ code, fate, exitCode, ...words });
  print(`${code}: ${words.meaning}`);
  print(`  ${t('fault.advice', { advice: words.advice })}`);
  print(`  ${t(`help.fate.${fate}`)}`);
  print(`  ${t('help.exit', { code: exitCode, meaning: EXIT_CODES[exitCode as ExitCode][locale] })}`);
}

function explainSetting(context: Context, setting: DescribedSetting, isOneOfMany: boolean): void {
  const { t, locale, options, print } = context;
  if (options.json) return isOneOfMany ? context.printJsonLine(setting) : context.printJson(setting);
  const { path, values, defaultJson } = setting;
  print(`${path}: ${setting[locale]}`);
  print(
    `  ${t('help.values', { values })}${defaultJson === null ? '' : `  ${t('help.default', { value: defaultJson })}`}`,
  );
}

function explainSettings(context: Context): void {
  const rows = describeSettings();
  show(context, rows, ({ path, defaultJson, ...words }) => [path, defaultJson ?? '', words[context.locale]]);
}

function explainFaults(context: Context): void {
  const rows = Object.entries(FAULTS).map(([code, fault]) => ({ code, ...fault }));
  show(context, rows, ({ code, ...words }) => [code, words[context.locale].meaning]);
}

async function explainEvents(context: Context): Promise<void> {
  const { locale } = context;
  show(context, await describeEvents(), ({ type, level, ...words }) => [
    type,
    wordFor('logLevel', level, locale),
    words[locale],
  ]);
}

function explainExitCodes(context: Context): void {
  const rows = Object.entries(EXIT_CODES).map(([code, words]) => ({ code: Number(code), ...words }));
  show(context, rows, ({ code, ...words }) => [code, words[context.locale]]);
}

function show<Row>(context: Context, rows: readonly Row[], cells: (row: Row) => readonly (string | number)[]): void {
  if (context.options.json) return context.printJson(rows);
  for (const line of formatTable(null, rows.map(cells))) context.print(line);
}

function unknownTopic(program: Command, topic: string): Fault {
  const known = [
    ...program.commands.map((command) => command.name()),
    ...TOPIC_NAMES,
    ...Object.keys(FAULTS),
    ...describeSettings().map(({ path }) => path),
  ];
  const near = nearestWord(topic, known);
  return new Fault('command.usage', {
    value: topic,
    zh: `没有关于 ${topic} 的说明${near === null ? '。' : `，是否指 ${near}？`} 可用：命令、${TOPIC_NAMES.join('、')}、故障代码、配置项`,
    en: `nothing explains ${topic}${near === null ? '.' : `; did you mean ${near}?`} Known: commands, ${TOPIC_NAMES.join(', ')}, codes of faults, settings`,
  });
}
