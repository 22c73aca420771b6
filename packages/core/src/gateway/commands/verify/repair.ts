import { Fault } from '../../../contract/fault.js';
import type { VerifyBreak } from '../../../contract/verify.js';
import { type Finding, finding, type Repair } from './findings.js';

export interface Repaired {
  readonly repaired: readonly VerifyBreak[];
  readonly left: readonly Finding[];
}

/** Moves back what can be; what cannot stays told, as `failed`. */
export async function repairAll(findings: readonly Finding[], isAsked: boolean): Promise<Repaired> {
  if (!isAsked) return { repaired: [], left: findings };
  const repaired: VerifyBreak[] = [];
  const left: Finding[] = [];
  for (const one of findings) {
    if (one.repair === null) left.push(one);
    else if (await isMoved(one.repair)) {
      repaired.push(one.at);
      left.push(...furtherFiles(one));
    } else left.push({ ...one, at: { ...one.at, repair: 'failed' } });
  }
  return { repaired, left };
}

/** Read once more in the instant before: only what proves by its content whose it is goes there. */
async function isMoved({ survey, from, to, sha256 }: Repair): Promise<boolean> {
  try {
    return (await survey.sha256(from)) === sha256 && (await survey.putBack(from, to)) === 'moved';
  } catch (reason) {
    const { code } = Fault.from(reason, 'internal.unexpected');
    if (code.startsWith('disk.') || code.startsWith('document.')) return false;
    throw reason;
  }
}

/** A second one of the same document is one too many, now that the first is back. */
function furtherFiles({ at }: Finding): readonly Finding[] {
  const further = at.found.slice(1);
  return further.length === 0 ? [] : [finding('copy', { ...at, found: [at.expected, ...further] })];
}
