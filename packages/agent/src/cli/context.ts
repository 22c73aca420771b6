import { type Clock, type LoadedConfig, loadConfig, readConfig, readLocale, systemClock } from '@swic/core';
import { type Locale, localeOfEnvironment, type Translate, translator } from '../text/index.js';
import { printJson, printLine, printText, sayLine } from './output.js';

/** Of a configuration that says none (docs/config.md). */
const DEFAULT_LOCALE: Locale = 'zh';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly json: boolean;
  readonly locale: Locale | null;
}

/** What a command works with. */
export interface Context {
  readonly options: GlobalOptions;
  readonly locale: Locale;
  readonly t: Translate;
  readonly clock: Clock;
  /** The configuration; throws `config.*`. */
  load(): LoadedConfig;
  /** Data and results, one line: standard output. */
  print(line: string): void;
  /** A text of several lines on standard output. */
  printText(text: string): void;
  /** One JSON document on standard output. */
  printJson(value: unknown): void;
  /** One JSON document in one line, for what comes one after the other. */
  printJsonLine(value: unknown): void;
  /** What people read beside the result: standard error. */
  say(line: string): void;
}

export function createContext(options: GlobalOptions): Context {
  const locale = options.locale ?? configuredLocale(options.config) ?? localeOfEnvironment();
  return {
    options,
    locale,
    t: translator(locale),
    clock: systemClock,
    load: () => loadConfig(options.config),
    print: printLine,
    printText,
    printJson: (value) => printJson(value, 2),
    printJsonLine: (value) => printJson(value, 0),
    say: sayLine,
  };
}

/** The configuration's own language, also of one with errors, which are said in it. Null = there is no configuration. */
export function configuredLocale(file: string): Locale | null {
  try {
    const result = readConfig(file);
    return result.outcome === 'ok' ? result.loaded.config.locale : (readLocale(file) ?? DEFAULT_LOCALE);
  } catch {
    // Missing or unreadable: the command that needs it says so.
    return null;
  }
}
