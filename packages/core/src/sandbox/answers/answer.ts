import { formatStamp } from '../../domain/stamp.js';
import type { Received } from '../received.js';
import type { ScenarioRule } from '../scenario.js';

/** A document as the platform is about to answer it. */
export interface Question {
  readonly received: Received;
  readonly rule: ScenarioRule;
  readonly seed: number;
  readonly nowMs: number;
  /** Null = it is taken; else why not. */
  readonly refusal: 'scenario' | 'chance' | 'duplicate' | null;
}

/** One document that the platform sends back. */
export interface Draft {
  readonly messageType: string;
  readonly xml: string;
}

/** The send result first, then what follows in the order of life. */
export interface Drafts {
  readonly result: Draft;
  readonly receipts: readonly Draft[];
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** Receipts of one document are this far apart by the platform's own clock: real ones are minutes to hours apart. */
const STEP_MS = 1_000;

export function draft(messageType: string, xml: string): Draft {
  return { messageType, xml: HEAD + xml };
}

/** Epoch ms of the index-th receipt, the first of which is a moment after the send result. */
export function timeOf({ nowMs }: Question, index: number): number {
  return nowMs + (index + 1) * STEP_MS;
}

/** Code and words of the send result, as the scenario has them or as they are usual. */
export function resultWords(
  { rule, refusal }: Question,
  accepted: readonly [code: string, text: string],
  refused: readonly [code: string, text: string],
): readonly [code: string, text: string] {
  const usual = refusal === null ? accepted : refused;
  return refusal === 'duplicate' ? usual : [rule.code ?? usual[0], rule.text ?? usual[1]];
}

/** `yyyy-MM-ddTHH:mm:ss` in China time, as customs writes it. */
export function isoInChina(epochMs: number): string {
  const stamp = formatStamp(epochMs, 17);
  return `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}T${stamp.slice(8, 10)}:${stamp.slice(10, 12)}:${stamp.slice(12, 14)}`;
}
