import type { Stage } from '../../domain/stage.js';

/**
 * The ledger's last word about a document. Where it has no record, and only the id in a TempBox file tells of the document:
 *
 * - `none`      the ledger is whole and claimed this file, so its silence says that nothing was sealed
 * - `forgotten` the ledger is not whole: it may have known that the document was sent
 * - `foreign`   another ledger claimed it, and knows what became of it
 *
 * `told-to-withdraw`: its outcome is unknown and an operator's word to put it back was kept.
 */
export type LastWord = 'none' | 'forgotten' | 'foreign' | Stage | 'told-to-withdraw';

/**
 * Where a look at the disk found the document's own file. `sent` and `fail`: under the recorded name, or under a name that its
 * stamp permits. `out`: a file of the same name and content in OutBox.
 */
export interface Places {
  readonly temp: boolean;
  readonly sent: boolean;
  readonly fail: boolean;
  readonly out: boolean;
}

/**
 * - `return-to-outbox` TempBox -> OutBox; the next look sends it as a new document
 * - `treat-as-unknown` the broker may have it: the business's policy decides (resend under the same id, or hold). A file found
 *                      only in OutBox is first claimed again under its old id, so that it is not sent as if it were new
 * - `file-to-sent`     TempBox -> SentBox; also completes a move that a crash cut in half
 * - `file-to-fail`     TempBox -> FailBox with its explanation; also completes a move that a crash cut in half
 * - `record-filed`, `record-rejected`, `record-withdrawn` the file is where it belongs, only the ledger does not say so
 * - `nothing`          ledger and disk agree, or nothing is waited for
 * - `report-lost`      the ledger expects a file and it is nowhere: an operator has to know
 * - `leave-to-owner`   touch nothing: it belongs to another ledger
 * - `keep-and-report`  a state that no order of our steps produces: touch nothing, an operator has to look
 */
export type Decision =
  | 'return-to-outbox'
  | 'treat-as-unknown'
  | 'file-to-sent'
  | 'file-to-fail'
  | 'record-filed'
  | 'record-rejected'
  | 'record-withdrawn'
  | 'nothing'
  | 'report-lost'
  | 'keep-and-report'
  | 'leave-to-owner';

/**
 * What was found, as far as it matters. A twin in OutBox counts only where the document's own file is nowhere else: next to one
 * it is what the firm's own system wrote since then, a document of its own.
 */
export type Found = 'nowhere' | 'temp' | 'sent' | 'fail' | 'out' | 'temp+sent' | 'temp+fail' | 'sent+fail';

export function whereFound({ temp, sent, fail, out }: Places): Found {
  if (sent && fail) return 'sent+fail';
  if (temp && sent) return 'temp+sent';
  if (temp && fail) return 'temp+fail';
  if (temp) return 'temp';
  if (sent) return 'sent';
  if (fail) return 'fail';
  return out ? 'out' : 'nowhere';
}

/**
 * One row per last word, one cell per finding. The order of our own steps is what makes the cells certain:
 * claim (rename) -> `sealed` durable -> confirm -> SentBox (rename) -> `filed`; or `rejected` durable -> FailBox -> `rejected`
 * with its path; or back to OutBox -> `withdrawn`. A power cut may also undo a rename, or forget a word that was written `soon`.
 */
const TABLE = {
  none: {
    // Not in TempBox, so nothing speaks of this document at all.
    nowhere: 'nothing',
    // Claimed, and the intent to send never became durable: the broker cannot have it.
    temp: 'return-to-outbox',
    // Without a record these files are not ours: nothing is claimed by a name alone.
    sent: 'nothing',
    fail: 'nothing',
    out: 'nothing',
    // Nothing reaches SentBox or FailBox without a durable word before. Has the ledger been deleted or replaced?
    'temp+sent': 'keep-and-report',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  forgotten: {
    nowhere: 'nothing',
    // As `sealed`, which may have been its last word: the id is in the file's name, so a second sending is under it, and marked.
    temp: 'treat-as-unknown',
    sent: 'nothing',
    fail: 'nothing',
    out: 'nothing',
    // A move cut in half, of a document whose last word is lost: which half is true is for a person.
    'temp+sent': 'keep-and-report',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  foreign: {
    nowhere: 'nothing',
    // Its own ledger settles it, or a person takes it over with `swic ledger rebuild`.
    temp: 'leave-to-owner',
    sent: 'nothing',
    fail: 'nothing',
    out: 'nothing',
    'temp+sent': 'leave-to-owner',
    'temp+fail': 'leave-to-owner',
    'sent+fail': 'leave-to-owner',
  },
  claimed: {
    nowhere: 'report-lost',
    // As without a record: claimed is not sealed, so nothing was handed over.
    temp: 'return-to-outbox',
    // Impossible: `sealed` and `rejected` are durable before such a move.
    sent: 'keep-and-report',
    fail: 'keep-and-report',
    // Put back before it was sealed; the crash came before the record.
    out: 'record-withdrawn',
    'temp+sent': 'keep-and-report',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  sealed: {
    nowhere: 'report-lost',
    // Between the durable intent and the move: the message may be at the broker, confirmed or not. Never sent again as if new.
    temp: 'treat-as-unknown',
    // The move to SentBox is the memory of the confirm.
    sent: 'record-filed',
    // A refusal whose durable word the disk lost after all; the file is where a refused one belongs, and the broker refused it.
    fail: 'record-rejected',
    // Put back and the word `withdrawn` is missing; or a power cut undid the claim after the message had gone. The second is why
    // it is not simply a new document.
    out: 'treat-as-unknown',
    // Confirmed, and the move was cut in half (link and unlink, or copy and delete): the same move again completes it.
    'temp+sent': 'file-to-sent',
    // The move to FailBox follows a durable `rejected`, which is missing here.
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  sent: {
    nowhere: 'report-lost',
    // Confirmed; only the move is missing.
    temp: 'file-to-sent',
    sent: 'record-filed',
    // Nothing that was confirmed goes to FailBox.
    fail: 'keep-and-report',
    // Confirmed, and yet its file is in OutBox, from where it will be sent again: it was moved, or written anew.
    out: 'keep-and-report',
    'temp+sent': 'file-to-sent',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  filed: {
    // Retention, or the firm, took it from SentBox. Whether rightly so is for `verify`.
    nowhere: 'nothing',
    // A power cut undid the rename after the word was on disk: move it again.
    temp: 'file-to-sent',
    sent: 'nothing',
    fail: 'keep-and-report',
    // The firm sends the same file again, which is its right.
    out: 'nothing',
    'temp+sent': 'file-to-sent',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  rejected: {
    nowhere: 'report-lost',
    // The decision is durable before the move: finish it, under the same stamp.
    temp: 'file-to-fail',
    sent: 'keep-and-report',
    // Moved; the path is not recorded, or is and stays the same.
    fail: 'record-rejected',
    // Rejected, gone from FailBox, and back in OutBox: a person sends it again, and moved it out of FailBox.
    out: 'keep-and-report',
    'temp+sent': 'keep-and-report',
    'temp+fail': 'file-to-fail',
    'sent+fail': 'keep-and-report',
  },
  unknown: {
    nowhere: 'report-lost',
    // Still unknown; its policy goes on where it was.
    temp: 'treat-as-unknown',
    // A receipt or an operator settled it as sent, and it was moved; the word `filed` is missing.
    sent: 'record-filed',
    // An older version refused a second sending so; as with `sealed`.
    fail: 'record-rejected',
    // As with `sealed`.
    out: 'treat-as-unknown',
    'temp+sent': 'file-to-sent',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  'told-to-withdraw': {
    nowhere: 'report-lost',
    // Its policy finds the word, and does it.
    temp: 'treat-as-unknown',
    // As with `unknown`: it was settled before the word.
    sent: 'record-filed',
    fail: 'record-rejected',
    // Done, and only the record is missing.
    out: 'record-withdrawn',
    'temp+sent': 'file-to-sent',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  lost: {
    // An operator closed it.
    nowhere: 'nothing',
    // It came back, from a volume that was away or by a person's hand, and may have been sent: an operator decides once more.
    temp: 'keep-and-report',
    sent: 'nothing',
    fail: 'nothing',
    out: 'nothing',
    'temp+sent': 'keep-and-report',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
  withdrawn: {
    // It is the firm's file again: taken back, or sent since as another document.
    nowhere: 'nothing',
    // A power cut undid the rename after the word was on disk. It was withdrawn only because that was safe: put it back again.
    temp: 'return-to-outbox',
    // Not under this document's stamp: withdrawn is the end of it.
    sent: 'keep-and-report',
    fail: 'keep-and-report',
    out: 'nothing',
    'temp+sent': 'keep-and-report',
    'temp+fail': 'keep-and-report',
    'sent+fail': 'keep-and-report',
  },
} as const satisfies Record<LastWord, Record<Found, Decision>>;

/** Total and pure: what to do about one document after a start, whatever ended the last run. */
export function decideRecovery(word: LastWord, places: Places): Decision {
  return TABLE[word][whereFound(places)];
}
