import { type DoctorCheckName, type DoctorFinding, type DoctorSection, worstOutcome } from '../contract/doctor.js';
import { Fault } from '../contract/fault.js';
import type { Clock } from '../ports/clock.js';
import type { DoctorCheck } from '../ports/doctor.js';
import { withDeadline } from '../runtime/deadline.js';
import { findingsOf } from './findings.js';

/**
 * All checks at once, each for `limitMs` at most; a check that fails or does not end says so and keeps no other from being told.
 * Resolves with one section for each, in their order. Never rejects.
 */
export function runChecks(
  checks: readonly DoctorCheck[],
  limitMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly DoctorSection[]> {
  return Promise.all(checks.map((check) => runCheck(check, limitMs, clock, signal)));
}

async function runCheck(
  { name, look }: DoctorCheck,
  limitMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<DoctorSection> {
  const startMs = clock.tickMs();
  const life = new AbortController();
  const findings = await withDeadline(
    // What throws before its first await is a finding, too.
    Promise.resolve().then(() => look(AbortSignal.any([signal, life.signal]))),
    limitMs,
    'operation.aborted',
  ).catch((reason: unknown) => [failure(name, Fault.from(reason, 'internal.unexpected'), limitMs)]);
  life.abort();
  return {
    check: name,
    outcome: worstOutcome(findings.map(({ outcome }) => outcome)),
    durationMs: Math.round(clock.tickMs() - startMs),
    findings,
  };
}

function failure(check: DoctorCheckName, fault: Fault, limitMs: number): DoctorFinding {
  const findings = findingsOf(check);
  if (fault.code !== 'operation.aborted') return findings.fault(fault);
  const seconds = Math.round(limitMs / 1_000);
  return findings.failed(
    { zh: `${seconds} 秒内没有完成`, en: `not finished in ${seconds} s` },
    {
      zh: '所查的目录或设备没有应答：检查网络驱动器、读卡器，然后重试',
      en: 'What was looked at does not answer: see to the network drive or the reader, then try again',
    },
  );
}
