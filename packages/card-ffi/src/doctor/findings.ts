/** One step of the doctor: what was looked at, what was found, and what to do. In both languages: the caller picks. */
export interface Finding {
  readonly step: DoctorStep;
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly zh: string;
  readonly en: string;
  /** null when there is nothing to do. */
  readonly advice: { readonly zh: string; readonly en: string } | null;
}

export type DoctorStep =
  | 'library'
  | 'runtime'
  | 'bitness'
  | 'dependencies'
  | 'functions'
  | 'host'
  | 'reader'
  | 'card'
  | 'certificate'
  | 'pin'
  | 'service';

type Words = readonly [zh: string, en: string];

export function ok(step: DoctorStep, [zh, en]: Words): Finding {
  return { step, outcome: 'ok', zh, en, advice: null };
}

export function warning(step: DoctorStep, [zh, en]: Words, advice: Words): Finding {
  return { step, outcome: 'warning', zh, en, advice: { zh: advice[0], en: advice[1] } };
}

export function failed(step: DoctorStep, [zh, en]: Words, advice: Words): Finding {
  return { step, outcome: 'failed', zh, en, advice: { zh: advice[0], en: advice[1] } };
}

export function skipped(step: DoctorStep, [zh, en]: Words): Finding {
  return { step, outcome: 'skipped', zh, en, advice: null };
}
