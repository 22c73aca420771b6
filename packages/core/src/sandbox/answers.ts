import type { Draft, Drafts, Question } from './answers/answer.js';
import { certificate } from './answers/certificate.js';
import { commerce } from './answers/commerce.js';
import { declaration } from './answers/declaration.js';
import { localPlatform } from './answers/local-platform.js';
import { manifest } from './answers/manifest.js';
import { agreement, platformResponse } from './answers/others.js';
import { processingTrade } from './answers/processing-trade.js';
import { chanceOf } from './chance.js';
import { merged, partsOf } from './parts.js';
import type { Received } from './received.js';
import { ruleFor, type Scenario, type ScenarioRule } from './scenario.js';
import type { TakenNumbers } from './taken-numbers.js';

/** One document that the platform sends back, and after how long. */
export interface Answer extends Draft {
  readonly afterMs: number;
  readonly fileName: string;
}

export interface AnswerSettings {
  readonly seed: number;
  /** Milliseconds between one answer and the next. */
  readonly delayMs: number;
  /** Share of documents that the business system refuses, 0..1. */
  readonly refuseShare: number;
  readonly scenario: Scenario;
}

/**
 * What the real platform answers to a document of this business, as far as the domain reference knows it: a send result first,
 * then customs receipts, in the order and at the times that the scenario asks for. The same document and seed give the same
 * numbers and the same fate; only a number that was used before makes a difference (`taken`).
 */
export function answersTo(
  received: Received,
  settings: AnswerSettings,
  taken: TakenNumbers,
  nowMs: number,
): readonly Answer[] {
  const asked = partsOf(received).map((part) => ({ part, rule: ruleFor(settings.scenario, part) }));
  // A message that the exchange platform refuses does not reach those who would look at its orders.
  const failing = asked.find(({ rule }) => rule.answer === 'platform-error');
  const answered = (failing === undefined ? asked : [{ ...failing, part: received }]).filter(
    ({ rule }) => rule.answer !== 'silent',
  );
  const [first] = answered;
  if (first === undefined) return [];
  const drafts = answered.map(({ part, rule }) => {
    const refusal = refusalOf(part, rule, settings, taken);
    return familyOf(part, rule)({ received: part, rule, seed: settings.seed, nowMs, refusal });
  });
  return inTime(merged(drafts), first.rule, settings, received);
}

function refusalOf(
  received: Received,
  rule: ScenarioRule,
  settings: AnswerSettings,
  taken: TakenNumbers,
): Question['refusal'] {
  if (rule.answer === 'refuse') return 'scenario';
  if (chanceOf(settings.seed, `refuse:${received.messageId}`) < settings.refuseShare) return 'chance';
  return taken.take(received) ? null : 'duplicate';
}

type Family = (question: Question) => Drafts;

const FAMILIES: Readonly<Record<string, Family>> = {
  DecMessage: declaration,
  ImportMessage: declaration,
  Manifest: manifest,
  Signature: processingTrade,
  ImportAgrRequest: agreement,
  Certificate: certificate,
  File: certificate,
};

const FAMILIES_BY_BUSINESS: Readonly<Record<string, Family>> = {
  DEC: declaration,
  MFT: manifest,
  RMFT: manifest,
  TMFT: manifest,
  SAS: processingTrade,
  NEMS: processingTrade,
  NPTS: processingTrade,
  ACMP: processingTrade,
  ACD: agreement,
  COO: certificate,
};

/** A ZIP that could not be opened shows no root; then the business tells, and the keys come from the envelope. */
function familyOf(received: Received, rule: ScenarioRule): Family {
  if (rule.answer === 'platform-error') return platformResponse;
  const known = FAMILIES[received.root] ?? FAMILIES_BY_BUSINESS[received.business?.key ?? ''];
  if (known !== undefined) return known;
  if (received.root.startsWith('CEB')) return commerce;
  return /^ENT\w*Message$/.test(received.root) ? localPlatform : platformResponse;
}

/** Puts the answers into the order in which they go out, and says when each does. */
function inTime(
  { result, receipts }: Drafts,
  rule: ScenarioRule,
  settings: AnswerSettings,
  received: Received,
): readonly Answer[] {
  const ordered = ORDERS[rule.order](receipts, (index) =>
    chanceOf(settings.seed, `order:${received.messageId}:${index}`),
  );
  const sequence = rule.isEarly ? [...ordered, result] : [result, ...ordered];
  const delayMs = rule.delayMs ?? settings.delayMs;
  const answers = sequence.map((each, index): Answer => {
    const lateMs = each === result || !rule.isEarly ? rule.lateMs : 0;
    return { ...each, fileName: received.fileName, afterMs: delayMs * (index + 1) + lateMs };
  });
  return rule.isDoubled ? answers.flatMap((answer) => [answer, answer]) : answers;
}

const ORDERS: Readonly<
  Record<ScenarioRule['order'], (all: readonly Draft[], chance: (index: number) => number) => readonly Draft[]>
> = {
  'in-order': (all) => all,
  reversed: (all) => [...all].reverse(),
  shuffled: (all, chance) =>
    all
      .map((each, index) => ({ each, at: chance(index) }))
      .sort((a, b) => a.at - b.at)
      .map(({ each }) => each),
};
