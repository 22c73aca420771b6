import type { FaultRecord } from '../../contract/fault.js';
import type { FlowSnapshot, Snapshot } from '../../contract/snapshot.js';
import type { AlertPolicy, RuleSettings } from './policy.js';
import { ALERT_RULE_NAMES, type AlertRule } from './rules.js';
import type { Trouble } from './trouble.js';

/** All that the rules look at: what the operator sees, at one moment. */
export interface AlertSight {
  readonly snapshot: Snapshot;
  readonly nowMs: number;
}

type Observer = (sight: AlertSight, settingsOf: (business: string | null) => RuleSettings) => readonly Trouble[];

const MINUTE_MS = 60_000;

/** A rule without its row does not compile. */
const OBSERVERS: Readonly<Record<AlertRule, Observer>> = {
  'flow-held': heldFlows,
};

/** Every trouble that there is now, by all rules that are enabled. Pure. */
export function observe(sight: AlertSight, policy: AlertPolicy): readonly Trouble[] {
  return ALERT_RULE_NAMES.flatMap((rule) => OBSERVERS[rule](sight, (business) => policy.ruleOf(rule, business)));
}

/** One trouble for each fault, whatever flows it holds: a broker that is away holds them all. */
function heldFlows({ snapshot, nowMs }: AlertSight, settingsOf: Parameters<Observer>[1]): readonly Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const { key, send, receive } of snapshot.businesses) {
    const { isEnabled, level, limit } = settingsOf(key);
    for (const flow of [send, receive]) {
      if (!isEnabled || flow === null || !isHeldFor(flow, nowMs, limit * MINUTE_MS)) continue;
      const code = flow.fault?.code ?? 'none';
      const before = troubles.get(code);
      const places = [...(before?.places ?? []), `${key} ${flow.direction}`];
      const sinceMs = Math.min(before?.sinceMs ?? flow.sinceMs, flow.sinceMs);
      const common = { rule: 'flow-held', key: `flow-held/${code}`, untilMs: null } as const;
      troubles.set(code, {
        ...common,
        level: before?.level ?? level,
        sinceMs,
        count: places.length,
        places,
        fault: plainFault(flow.fault),
      });
    }
  }
  return [...troubles.values()];
}

/** Without the words of a foreign system: nobody knows what is in them, and alerts leave the house. */
const plainFault = (fault: FaultRecord | null): FaultRecord | null =>
  fault === null ? null : { ...fault, reason: null };

const isHeldFor = (flow: FlowSnapshot, nowMs: number, ms: number): boolean =>
  flow.state === 'held' && nowMs - flow.sinceMs >= ms;
