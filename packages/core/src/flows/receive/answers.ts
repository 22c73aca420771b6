import type { Evidence } from '../../domain/receipts/addressee.js';
import { namePrefixOf } from '../../domain/receipts/names.js';
import type { Unsealed, UnsealedHead } from '../../domain/receipts/unsealed.js';
import { messageIdOf, type Opened } from './recognition.js';

/** What a delivery, or one of several receipts in it, says, and what it says about whom it answers. */
export interface Answer {
  readonly unsealed: Unsealed;
  /** Of the envelope or the broker; null = none, or it is no receipt's own. */
  readonly messageId: string | null;
  /** Those about the same document are one judgement of it. */
  readonly isJoined: boolean;
}

/** The delivery as one receipt. */
export function wholeAnswer(opened: Opened): Answer {
  return { unsealed: opened.unsealed, messageId: messageIdOf(opened), isJoined: false };
}

/** Each receipt of a message that holds several, in its order; empty where it holds one. */
export function severalAnswers(opened: Opened): readonly Answer[] {
  return opened.unsealed.heads.map((head) => answerOf(opened, head));
}

/** An envelope has one id, one file name and its keys: with several receipts in it, these speak only for one that has no number at all. */
function answerOf(opened: Opened, { isJoined, ...head }: UnsealedHead): Answer {
  const { envelope } = opened.unsealed;
  const unsealed = { ...opened.unsealed, ...head, heads: [] };
  if (head.keys.length === 0) return { unsealed, messageId: messageIdOf(opened), isJoined };
  // A response of the platform repeats the id of the message that it answers.
  const messageId = head.keys.find(({ name }) => name === ANSWERED_MESSAGE)?.value ?? null;
  return { unsealed: { ...unsealed, envelope: { ...envelope, ...NOT_ITS_OWN, messageId } }, messageId, isJoined };
}

const ANSWERED_MESSAGE = 'copMsgId';
const NOT_ITS_OWN = { fileName: null, businessKeys: [] } as const;

/** What it says about whom it answers; keys of its envelope count behind its own. */
export function evidenceOf({ unsealed, messageId }: Answer): Evidence {
  const { kind, isSuccess, root, code, text, keys, businessTimeMs, envelope } = unsealed;
  return {
    id: null,
    kind,
    isSuccess,
    root,
    code,
    text,
    keys: [...keys, ...envelope.businessKeys],
    businessTimeMs,
    messageId,
    sentName: sentNameOf(unsealed),
    document: null,
  };
}

/** An answer repeats the name of the file; of a format that is not known that name may be all there is. Receipts of customs have their own. */
export function sentNameOf({ kind, envelope }: Unsealed): string | null {
  return kind === 'send-result' || kind === 'unknown' ? envelope.fileName : null;
}

/** Several that judge the same document: the first that refuses is what they say, with all numbers and parts. */
export function joined(answers: readonly [Answer, ...Answer[]]): Answer {
  const said = answers[leadOf(answers)] ?? answers[0];
  const all = answers.map(({ unsealed }) => unsealed);
  return {
    ...said,
    unsealed: {
      ...said.unsealed,
      parts: all.flatMap(({ parts }) => parts),
      keys: all.flatMap(({ keys }) => keys).slice(0, JOINED_KEYS_MAX),
    },
  };
}

/** They are for finding it in lists; what linked it is done. */
const JOINED_KEYS_MAX = 80;

/** Which of them a file is named after: a refused document first, since its firm looks for the name; then any other word of refusal. */
export function leadOf(answers: readonly Answer[]): number {
  const failed = answers.findIndex(({ unsealed }) => namePrefixOf(unsealed.kind, unsealed.isSuccess) === 'failed');
  if (failed >= 0) return failed;
  return Math.max(
    0,
    answers.findIndex(({ unsealed }) => unsealed.isSuccess === false),
  );
}
