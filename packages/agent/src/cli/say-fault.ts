import { FAULTS, Fault, type FaultRecord, faultSentences } from '@swic/core';
import type { Context } from './context.js';
import { sayText } from './output.js';

/** Says what ended a command, in the language and the form that it was asked in; returns the exit code. */
export function failWith(context: Context, reason: unknown): number {
  const fault = Fault.from(reason, 'internal.unexpected');
  sayFault(context, fault);
  if (fault.code === 'internal.unexpected' && reason instanceof Error) sayText(reason.stack ?? '');
  return FAULTS[fault.code].exitCode;
}

/** What happened, the facts, and what the user can do: on standard error, or as JSON on standard output. */
export function sayFault(context: Context, fault: Fault): void {
  if (context.options.json) return context.printJson({ fault: fault.toRecord() });
  for (const line of faultLines(context, fault.toRecord())) context.say(line);
}

export function faultLines(context: Context, fault: FaultRecord): readonly string[] {
  const { meaning, advice, facts, sentence, quotation } = faultSentences(fault, context.locale);
  const lines = [`swic: ${meaning} [${fault.code}]`];
  if (facts.length > 0) lines.push(`  ${facts.join('  ')}`);
  if (sentence !== null) lines.push(`  ${sentence}`);
  if (quotation !== null) lines.push(`  ${quotation}`);
  return [...lines, `  ${context.t('fault.advice', { advice })}`];
}
