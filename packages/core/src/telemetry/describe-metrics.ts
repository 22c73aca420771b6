import { createMetrics } from './metrics.js';

/** A number that the agent publishes. */
export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
}

/** Every number, by name: what deploy/monitoring is generated from. */
export async function describeMetrics(): Promise<readonly MetricDescription[]> {
  const lines = (await createMetrics().text()).split('\n');
  const help = new Map(lines.flatMap((line) => wordsOf(/^# HELP (\S+) (.*)$/, line)));
  const types = lines.flatMap((line) => wordsOf(/^# TYPE (\S+) (counter|gauge|histogram)$/, line));
  return types.map(([name, type]) => ({ name, help: help.get(name) ?? '', type: type as MetricDescription['type'] }));
}

function wordsOf(pattern: RegExp, line: string): readonly (readonly [name: string, rest: string])[] {
  const [, name, rest] = pattern.exec(line) ?? [];
  return name === undefined || rest === undefined ? [] : [[name, rest]];
}
