import { FAULTS, type Fault, type FaultRecord } from '@swic/core';
import type { Context } from './context.js';

/** What happened, the facts, and what the user can do: on standard error, or as JSON on standard output. */
export function sayFault(context: Context, fault: Fault): void {
  if (context.options.json) return context.printJson({ fault: fault.toRecord() });
  for (const line of faultLines(context, fault.toRecord())) context.say(line);
}

export function faultLines(context: Context, fault: FaultRecord): readonly string[] {
  const { meaning, advice } = FAULTS[fault.code][context.locale];
  const facts = Object.entries(fault.detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${String(value)}`);
  const lines = [`swic: ${meaning} [${fault.code}]`];
  if (facts.length > 0) lines.push(`  ${facts.join('  ')}`);
  if (fault.reason !== null) lines.push(`  ${fault.reason}`);
  return [...lines, `  ${context.t('fault.advice', { advice })}`];
}
