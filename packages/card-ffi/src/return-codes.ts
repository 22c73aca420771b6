import { Fault, type FaultCode, type FaultDetail } from '@swic/core/contract';
import type { SpcName } from './bindings/functions.js';
import type { CodeMeaning, Profile } from './profiles/profile.js';

/** One return code in words. `certainty` says how many public sources showed it; none is an official list. */
export interface CodeExplanation {
  readonly code: number;
  readonly meaning: CodeMeaning;
  readonly zh: string;
  readonly en: string;
  readonly certainty: string;
}

/** The codes that are publicly known (domain reference, section 4.4). All others keep the vendor's own message. */
export const RETURN_CODES: readonly CodeExplanation[] = [
  {
    code: 50_000,
    meaning: 'refused',
    zh: '参数错误：卡控件不接受这次调用的参数',
    en: 'Bad arguments: the card control does not accept what it was given',
    certainty: 'seen in one public source',
  },
  {
    code: 50_070,
    meaning: 'absent',
    zh: '复位读卡器失败：没有插卡，或卡被移动；请重新插卡',
    en: 'The reader could not be reset: no card, or it was moved; insert it again',
    certainty: 'seen in three public sources',
  },
  {
    code: 50_200,
    meaning: 'absent',
    zh: '打开读卡器失败：没有读卡器、读卡器被占用，或卡服务异常',
    en: 'The reader could not be opened: none is connected, another program holds it, or the card service is ill',
    certainty: 'seen in two public sources',
  },
  {
    code: 60_408,
    meaning: 'absent',
    zh: '无法连接卡服务：请检查客户端控件是否已启动',
    en: 'The card service could not be reached: see whether the client control is running',
    certainty: 'seen in one public source',
  },
];

const BY_CODE = new Map(RETURN_CODES.map((entry) => [entry.code, entry]));

const FAULT_CODES = {
  absent: 'signer.absent',
  busy: 'signer.busy',
  'pin-wrong': 'signer.pin-wrong',
  refused: 'signer.refused',
  configuration: 'signer.configuration',
  broken: 'signer.broken',
} as const satisfies Record<Exclude<CodeMeaning, 'done'>, FaultCode>;

export function explainCode(code: number): CodeExplanation | undefined {
  return BY_CODE.get(code);
}

/**
 * What a code means where it appeared. An unknown code is judged by the call: a failed Init means no card, a failed
 * VerifyPIN counts as a wrong PIN (the careful reading: a card locks after few tries), a failed signature is a refusal.
 */
export function meaningOf(name: SpcName, code: number, profile: Profile): CodeMeaning {
  if (code === 0) return 'done';
  const known = profile.codes[String(code)] ?? BY_CODE.get(code)?.meaning;
  return known ?? unknownMeaning(name);
}

const UNKNOWN_MEANINGS: Partial<Record<SpcName, Exclude<CodeMeaning, 'done'>>> = {
  SpcInitEnvEx: 'absent',
  SpcVerifyPIN: 'pin-wrong',
  SpcChangePIN: 'pin-wrong',
  SpcSignData: 'refused',
  SpcSignDataNoHash: 'refused',
};

/** What a failure without a known code means, by the call that failed. */
export function unknownMeaning(name: SpcName): Exclude<CodeMeaning, 'done'> {
  return UNKNOWN_MEANINGS[name] ?? 'broken';
}

/** A failure that came without a code, as a fault. */
export function wordsFault(name: SpcName, words: string): Fault {
  return new Fault(FAULT_CODES[unknownMeaning(name)], { function: name, code: null }, words);
}

/** A failed call as a fault: the vendor's words are the reason, our explanation is in the detail. */
export function codeFault(name: SpcName, code: number, words: string | null, profile: Profile): Fault {
  const meaning = meaningOf(name, code, profile);
  const explanation = BY_CODE.get(code);
  const detail: FaultDetail = { function: name, code, zh: explanation?.zh ?? null, en: explanation?.en ?? null };
  return new Fault(meaning === 'done' ? 'signer.broken' : FAULT_CODES[meaning], detail, words ?? `${name} = ${code}`);
}
