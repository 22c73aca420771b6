import { readdirSync } from 'node:fs';
import path from 'node:path';
import {
  ALERT_RULE_NAMES,
  alertRuleText,
  BUSINESSES,
  CUSTOMS_FILTERS,
  FAULTS,
  printable,
  STAGES,
  wordFor,
} from '@swic/core';
import { connectAgent } from '@swic/core/client';
import type { Context } from '../cli/context.js';
import { dataDirOf } from '../commands/reach.js';

/** What a word of the command line can be, where only this machine knows which there are. */
export type Kind =
  | 'business'
  | 'box'
  | 'channel'
  | 'customs'
  | 'direction'
  | 'decision'
  | 'document'
  | 'file'
  | 'rule'
  | 'shell'
  | 'stage'
  | 'topic';

/** A word with what it is; the second may be empty. */
export type Candidate = readonly [word: string, about: string];

/** A shell waits while it completes: nothing is asked for longer. */
const AGENT_MS = 800;
const DOCUMENTS_MAX = 100;
const FILES_MAX = 500;

/**
 * What no shell takes for anything but a word. Names of files come from outside, and the script for bash expands what it is given:
 * a file named `$(reboot).xml` would run by the key that completes.
 */
const HARMLESS = /^[\p{L}\p{N}._+=:@%,/-]+$/u;

/**
 * The words of a kind that begin like the one that is typed. What cannot be found out gives none: a configuration with errors, an agent
 * that does not run. What a word is, is made printable: a shell shows it.
 */
export async function candidatesOf(context: Context, kind: Kind, begun: string): Promise<readonly Candidate[]> {
  try {
    const all = await FINDERS[kind](context, begun);
    return all.filter(([word]) => HARMLESS.test(word)).map(([word, about]) => [word, printable(about)] as const);
  } catch {
    return [];
  }
}

const words = (...all: readonly string[]): readonly Candidate[] => all.map((word) => [word, '']);

const FINDERS: Readonly<
  Record<Kind, (context: Context, begun: string) => readonly Candidate[] | Promise<readonly Candidate[]>>
> = {
  business: businesses,
  box: () => words('OutBox', 'SentBox', 'FailBox', 'InBox', 'TempBox'),
  channel: (context) => words(...Object.keys(context.load().config.alerts?.channels ?? {})),
  customs: () => words(...CUSTOMS_FILTERS),
  direction: () => words('send', 'receive'),
  decision: () => words('send', 'sent', 'resend', 'withdraw', 'lost'),
  document: documents,
  file: (_, begun) => files(begun),
  rule: ({ locale }) => ALERT_RULE_NAMES.map((rule) => [rule, alertRuleText(rule, locale)] as const),
  shell: () => words('bash', 'zsh', 'fish', 'powershell'),
  stage: ({ locale }) => STAGES.map((stage) => [stage, wordFor('stage', stage, locale)] as const),
  topic: ({ locale }) => [
    ...words('configuration', 'faults', 'events', 'exit-codes'),
    ...Object.entries(FAULTS).map(([code, fault]) => [code, fault[locale].meaning] as const),
  ],
};

/** Those of the configuration; where there is none, those that swic knows. */
function businesses(context: Context): readonly Candidate[] {
  const names = new Map(
    BUSINESSES.map(({ key, nameZh, nameEn }) => [key as string, context.locale === 'zh' ? nameZh : nameEn]),
  );
  const configured = configuredKeys(context) ?? [...names.keys()];
  return configured.map((key) => [key, names.get(key) ?? '']);
}

function configuredKeys(context: Context): readonly string[] | null {
  try {
    return Object.keys(context.load().config.businesses);
  } catch {
    return null;
  }
}

/** The newest of the running agent: by their names, by their ids once digits are typed. */
async function documents(context: Context, begun: string): Promise<readonly Candidate[]> {
  await using client = await connectAgent(dataDirOf(context), AGENT_MS);
  const params = { business: null, sinceMs: null, untilMs: null, text: null, before: null, limit: DOCUMENTS_MAX };
  const answer = client.call('listDocuments', { ...params, stages: null, customs: null });
  const ended = new AbortController();
  const late = context.clock.sleep(AGENT_MS, ended.signal).then(() => []);
  late.catch(() => undefined);
  const listed = await Promise.race([answer, late]).finally(() => ended.abort());
  const isId = /^\d+$/.test(begun);
  return listed.map(({ id, name, business }) => (isId ? [id, `${business} ${name}`] : [name, `${business} ${id}`]));
}

/** The library tells every shell that there are no files, so files are looked for here. */
function files(begun: string): readonly Candidate[] {
  const directory = begun.endsWith('/') || begun.endsWith(path.sep) ? begun : path.dirname(begun);
  const prefix = begun.slice(0, begun.length - path.basename(begun.endsWith('/') ? '' : begun).length);
  return readdirSync(directory === '' ? '.' : directory, { withFileTypes: true })
    .slice(0, FILES_MAX)
    .map((entry) => [`${prefix}${entry.name}${entry.isDirectory() ? '/' : ''}`, '']);
}
