import type { DoctorCheckName, DoctorFinding, Sentence } from '../contract/doctor.js';
import type { Fault } from '../contract/fault.js';
import { FAULTS } from '../contract/fault-table.js';
import { faultSentences } from '../contract/fault-text.js';

/** Findings of one check, each about one thing. */
export interface Findings {
  ok(words: Sentence, about?: string | null): DoctorFinding;
  skipped(words: Sentence, about?: string | null): DoctorFinding;
  warning(words: Sentence, advice: Sentence | null, about?: string | null): DoctorFinding;
  failed(words: Sentence, advice: Sentence | null, about?: string | null): DoctorFinding;
  /** In the words of the fault table. */
  fault(fault: Fault, about?: string | null): DoctorFinding;
}

export function findingsOf(check: DoctorCheckName): Findings {
  const none = { advice: null, code: null } as const;
  return {
    ok: (words, about = null) => ({ check, about, outcome: 'ok', ...words, ...none }),
    skipped: (words, about = null) => ({ check, about, outcome: 'skipped', ...words, ...none }),
    warning: (words, advice, about = null) => ({ check, about, outcome: 'warning', ...words, advice, code: null }),
    failed: (words, advice, about = null) => ({ check, about, outcome: 'failed', ...words, advice, code: null }),
    fault: (fault, about = null) => ({ check, about, outcome: 'failed', ...wordsOf(fault), code: fault.code }),
  };
}

function wordsOf(fault: Fault): Sentence & { readonly advice: Sentence } {
  const say = (locale: 'zh' | 'en'): string => {
    const { meaning, facts, sentence } = faultSentences(fault.toRecord(), locale);
    const more = [...facts, ...(sentence === null ? [] : [sentence])];
    return more.length === 0 ? meaning : `${meaning} (${more.join('  ')})`;
  };
  const { zh, en } = FAULTS[fault.code];
  return { zh: say('zh'), en: say('en'), advice: { zh: zh.advice, en: en.advice } };
}
