import { type FaultRecord, isPlanned } from '../../contract/fault.js';
import type { BusinessSnapshot, FlowSnapshot, Snapshot } from '../../contract/snapshot.js';
import type { StandingName } from '../concern.js';
import { EDGE_MS, edgeOf } from '../maintenance/edge.js';
import {
  lastWindow,
  type MaintenancePlan,
  maintenanceSpans,
  msOutside,
  openWindows,
  windowsBetween,
} from '../maintenance/plan.js';
import type { AlertPolicy, RuleSettings } from './policy.js';
import { ALERT_RULE_NAMES, type AlertRule, isAtLeastLevel } from './rules.js';
import { type AlertTally, type EventCount } from './tally.js';
import type { Trouble } from './trouble.js';

/** Something that ends on a day, e.g. a certificate. */
export interface Ending {
  readonly about: string;
  readonly untilMs: number;
}

/** All that the rules look at: what the operator sees, at one moment, and what that does not say. */
export interface AlertSight {
  readonly snapshot: Snapshot;
  readonly nowMs: number;
  /** Since this run began to look. */
  readonly runMs: number;
  /** Calmed for this moment. */
  readonly tally: AlertTally;
  /** Certificates in files; that of the signer is in the snapshot. */
  readonly certificates: readonly Ending[];
  readonly maintenance: MaintenancePlan;
}

type SettingsOf = (business: string | null) => RuleSettings;

interface Look extends AlertSight {
  readonly rule: AlertRule;
  readonly settingsOf: SettingsOf;
  readonly policy: AlertPolicy;
}

type Observer = (look: Look) => readonly Trouble[];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A rule without its row does not compile. */
const OBSERVERS: Readonly<Record<AlertRule, Observer>> = {
  'flow-held': heldFlows,
  'documents-rejected': (look) => counted(look, (business) => concerning(business, ['rejected'])),
  'documents-returned': (look) => counted(look, (business) => concerning(business, ['refused', 'returned', 'deleted'])),
  'outcome-unknown': (look) => counted(look, (business) => concerning(business, ['unknown'])),
  'answers-overdue': (look) => counted(look, ({ overdue }) => overdue),
  'file-waiting': waitingFiles,
  'nothing-received': nothingReceived,
  'receipt-unreadable': (look) => repeated(look, look.tally.unreadable),
  'certificate-ending': (look) => ending(look, [...look.certificates, ...ofSigner(look.snapshot)]),
  'password-ending': (look) => ending(look, ofPassword(look.policy)),
  'disk-trouble': (look) => lasting(look, diskTrouble(look.snapshot)),
  'ledger-trouble': (look) => lasting(look, ledgerTrouble(look.snapshot)),
  'verify-broken': brokenVerify,
  'agent-restarted': (look) => repeated(look, look.tally.restarts),
};

/** Every trouble that there is now, by all rules that are enabled. Pure. */
export function observe(sight: AlertSight, policy: AlertPolicy): readonly Trouble[] {
  return ALERT_RULE_NAMES.flatMap((rule) => {
    const settingsOf: SettingsOf = (business) => policy.ruleOf(rule, business);
    const found = OBSERVERS[rule]({ ...sight, rule, settingsOf, policy });
    return found.map((one) => explained(one, sight));
  });
}

/** A broker or a platform that is away brings these; all others are told in maintenance too. */
const EXPLAINED: ReadonlySet<AlertRule> = new Set(['flow-held', 'file-waiting', 'nothing-received', 'answers-overdue']);
/** Answers that were held up by maintenance come in after it. */
const ANSWERS_MS = 30 * MINUTE_MS;

/** The same trouble, with what maintenance has to do with it. Pure. */
export function explained(one: Trouble, { maintenance, nowMs }: AlertSight): Trouble {
  const { rule, sinceMs } = one;
  if (!EXPLAINED.has(rule)) return one;
  const endedMs = lastWindow(maintenance, nowMs)?.toMs ?? null;
  const isAnswerDue = rule === 'answers-overdue' && endedMs !== null && nowMs - endedMs < ANSWERS_MS;
  const near = windowsBetween(maintenance, sinceMs - EDGE_MS, sinceMs + EDGE_MS);
  return {
    ...one,
    isPlanned: isAnswerDue || openWindows(maintenance, nowMs).length > 0,
    edge: rule === 'flow-held' ? edgeOf(sinceMs, near) : null,
  };
}

/** One trouble for each fault, whatever flows it holds: a broker that is away holds them all. */
function heldFlows({ snapshot, nowMs, rule, settingsOf, maintenance }: Look): readonly Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const { key, send, receive } of snapshot.businesses) {
    const { isEnabled, level, limit } = settingsOf(key);
    for (const flow of [send, receive]) {
      if (!isEnabled || flow === null || !isHeld(flow)) continue;
      if (msOutside(maintenance, flow.sinceMs, nowMs) < limit * MINUTE_MS) continue;
      const code = flow.fault?.code ?? 'none';
      const before = troubles.get(code);
      const places = [...(before?.places ?? []), `${key} ${flow.direction}`];
      troubles.set(code, {
        ...trouble(rule, before === undefined || isAtLeastLevel(level, before.level) ? level : before.level),
        key: `${rule}/${code}`,
        sinceMs: Math.min(before?.sinceMs ?? flow.sinceMs, flow.sinceMs),
        count: places.length,
        places,
        fault: plainFault(flow.fault),
      });
    }
  }
  return [...troubles.values()];
}

/** So many documents of a business, or more. When it began is when it was seen first. */
function counted(look: Look, count: (business: BusinessSnapshot) => number): readonly Trouble[] {
  return look.snapshot.businesses.flatMap((business) => {
    const { isEnabled, level, limit } = look.settingsOf(business.key);
    const documents = count(business);
    if (!isEnabled || documents === 0 || documents < limit) return [];
    return [ofBusiness(look, level, business, { sinceMs: look.nowMs, count: documents })];
  });
}

/** Of a flow that is held, paused or stopped it is said elsewhere, or known. */
function waitingFiles(look: Look): readonly Trouble[] {
  return look.snapshot.businesses.flatMap((business) => {
    const { isEnabled, level, limit } = look.settingsOf(business.key);
    const { oldestWaitingMs: sinceMs, send, waiting } = business;
    if (!isEnabled || send?.state !== 'running' || sinceMs === null) return [];
    if (msOutside(look.maintenance, sinceMs, look.nowMs) < limit * MINUTE_MS) return [];
    return [ofBusiness(look, level, business, { sinceMs, count: Math.max(1, waiting) })];
  });
}

/** Where something was sent and nothing came back: a firm that sends nothing hears nothing. */
function nothingReceived({ rule, settingsOf, policy, tally, nowMs, maintenance }: Look): readonly Trouble[] {
  const { isEnabled, level, limit } = settingsOf(null);
  const sinceMs = tally.unansweredSinceMs;
  if (!isEnabled || sinceMs === null) return [];
  const spans = maintenanceSpans(maintenance, sinceMs, nowMs);
  const inside = spans.reduce((sum, [fromMs, toMs]) => sum + policy.workingMs(fromMs, toMs), 0);
  if (policy.workingMs(sinceMs, nowMs) - inside < limit * HOUR_MS) return [];
  return [{ ...trouble(rule, level), sinceMs }];
}

/** Lasts until it has not happened again for a while. */
function repeated({ rule, settingsOf }: Look, recent: EventCount | null): readonly Trouble[] {
  const { isEnabled, level } = settingsOf(null);
  if (!isEnabled || recent === null) return [];
  return [{ ...trouble(rule, level), sinceMs: recent.firstMs, count: recent.count }];
}

function ending({ rule, settingsOf, nowMs }: Look, endings: readonly Ending[]): readonly Trouble[] {
  const { isEnabled, level, limit } = settingsOf(null);
  const soon = endings.filter(({ untilMs }) => untilMs - nowMs < limit * DAY_MS);
  if (!isEnabled) return [];
  return soon.map(({ about, untilMs }) => ({
    ...trouble(rule, level),
    key: `${rule}/${about}`,
    sinceMs: nowMs,
    places: [about],
    untilMs,
  }));
}

/** Nothing says since when: the book knows when it was seen first. */
function lasting({ rule, settingsOf, nowMs }: Look, found: Found | null): readonly Trouble[] {
  const { isEnabled, level, limit } = settingsOf(null);
  if (!isEnabled || found === null) return [];
  return [{ ...trouble(rule, level), ...found, sinceMs: nowMs, afterMs: limit * MINUTE_MS }];
}

function brokenVerify({ rule, settingsOf, snapshot }: Look): readonly Trouble[] {
  const { isEnabled, level, limit } = settingsOf(null);
  const { verified } = snapshot;
  if (!isEnabled || verified === null || verified.breaks === 0 || verified.breaks < limit) return [];
  return [{ ...trouble(rule, level), sinceMs: verified.atMs, count: verified.breaks }];
}

interface Found {
  readonly places: readonly string[];
  readonly fault: FaultRecord | null;
}

function diskTrouble({ disk, log }: Snapshot): Found | null {
  if (log !== null) return { places: ['log'], fault: plainFault(log) };
  return disk?.isLow === true ? { places: ['disk'], fault: null } : null;
}

function ledgerTrouble({ ledger: { state, fault } }: Snapshot): Found | null {
  return state === 'sound' ? null : { places: ['ledger'], fault: plainFault(fault) };
}

function ofSigner({ signer }: Snapshot): readonly Ending[] {
  if (signer === null || signer.validUntilMs === null) return [];
  return [{ about: `signer ${signer.certificateNumber ?? signer.kind}`, untilMs: signer.validUntilMs }];
}

const ofPassword = ({ passwordUntilMs }: AlertPolicy): readonly Ending[] =>
  passwordUntilMs === null ? [] : [{ about: 'transport', untilMs: passwordUntilMs }];

function concerning({ now }: BusinessSnapshot, standings: readonly StandingName[]): number {
  return now.reduce((sum, one) => sum + (standings.includes(one.standing) ? one.concerning : 0), 0);
}

function ofBusiness(
  { rule }: Look,
  level: RuleSettings['level'],
  { key }: BusinessSnapshot,
  facts: Pick<Trouble, 'sinceMs' | 'count'>,
): Trouble {
  return { ...trouble(rule, level), ...facts, key: `${rule}/${key}`, places: [key] };
}

function trouble(rule: AlertRule, level: RuleSettings['level']): Omit<Trouble, 'sinceMs'> {
  return {
    key: rule,
    rule,
    level,
    count: 1,
    places: [],
    fault: null,
    untilMs: null,
    isPlanned: false,
    edge: null,
    afterMs: 0,
  };
}

/** Without the words of a foreign system: what is in them is not known, and alerts leave the firm. */
const plainFault = (fault: FaultRecord | null): FaultRecord | null =>
  fault === null ? null : { ...fault, reason: null };

const isHeld = ({ state, fault }: FlowSnapshot): boolean => state === 'held' && (fault === null || !isPlanned(fault));
