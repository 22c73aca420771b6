import assert from 'node:assert/strict';
import type { BusinessKey, DocumentId } from '../../domain/document.js';
import { saysTheSame } from '../../domain/receipts/addressee.js';
import { ofCompanion } from '../../domain/receipts/fingerprint.js';
import { type Answer, evidenceOf, joined, leadOf, severalAnswers, wholeAnswer } from './answers.js';
import { allOfMessage } from './companions.js';
import type { Correlation } from './correlate.js';
import { addresseeOf, answered, businessOf, createReceipt, linkedAs, type SoFar } from './match.js';
import type { Planned } from './planned.js';
import type { Receiving } from './receiver.js';
import type { Opened, Recognised } from './recognition.js';

/** One receipt of the message, and the document that it answers. */
interface Matched {
  readonly answer: Answer;
  readonly correlation: Correlation | null;
}

/**
 * A message that holds several receipts: each is matched by its own numbers and becomes a record of its own, so that a refusal in the
 * second is not hidden by the first. The message itself is deposited once into each InBox that it concerns: the record that the file is
 * named after carries the bytes, the others refer to it (decision 0068).
 */
export async function planSeveral(
  receiving: Receiving,
  opened: Opened,
  recognised: Recognised,
  soFar: SoFar,
): Promise<readonly Planned[]> {
  const single = await matchSeveral(receiving, opened, recognised, soFar);
  // No document has these numbers: what the envelope says of the whole may be all that is known.
  const byEnvelope = single.some(({ correlation }) => correlation !== null)
    ? null
    : await addresseeOf(receiving, wholeAnswer(opened), soFar);
  const matched = byEnvelope === null ? together(single) : [{ answer: wholeAnswer(opened), correlation: byEnvelope }];
  const [first] = matched;
  // One document after all: what the message says as a whole.
  const isOne = matched.length === 1 && first !== undefined;
  const said = isOne ? [{ ...first, answer: wholeAnswer(opened) }] : matched;
  const planned = filesOf(receiving, opened, said, recognised.fingerprint);
  if (byEnvelope !== null) {
    answered(soFar, evidenceOf(wholeAnswer(opened)), byEnvelope.document);
    await soFar.links.learn(opened.unsealed.keys, byEnvelope.document);
  }
  for (const one of planned) waitForLinks(one, soFar);
  return planned;
}

async function matchSeveral(
  receiving: Receiving,
  opened: Opened,
  { repeats }: Recognised,
  soFar: SoFar,
): Promise<readonly Matched[]> {
  const before = repeats === null ? null : await allOfMessage(receiving.journal.ledger, repeats);
  const matched: Matched[] = [];
  for (const answer of severalAnswers(opened)) {
    const byItsWords = await addresseeOf(receiving, answer, soFar);
    const same = before?.find((record) => saysTheSame({ ...record, sentName: null }, evidenceOf(answer)));
    const correlation =
      before === null ? byItsWords : same === undefined ? null : await linkedAs(receiving, same, byItsWords);
    matched.push({ answer, correlation });
    // The next one in this message may be another answer to the same number.
    if (correlation === null) continue;
    answered(soFar, evidenceOf(answer), correlation.document);
    await soFar.links.learn(answer.unsealed.keys, correlation.document);
  }
  return matched;
}

/** What judges parts of one document is one receipt about it. */
function together(matched: readonly Matched[]): readonly Matched[] {
  const groups = new Map<DocumentId | Matched, [Matched, ...Matched[]]>();
  for (const one of matched) {
    const isOwn = !one.answer.isJoined || one.correlation === null;
    const name = isOwn ? one : one.correlation.document.id;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [one]);
    else group.push(one);
  }
  return [...groups.values()].map(([first, ...others]) => ({
    answer: others.length === 0 ? first.answer : joined([first.answer, ...others.map(({ answer }) => answer)]),
    correlation: first.correlation,
  }));
}

/** One for each InBox; the first has the fingerprint by which the delivery is known again. */
function filesOf(
  receiving: Receiving,
  opened: Opened,
  matched: readonly Matched[],
  fingerprint: string,
): readonly Planned[] {
  const sha256 = receiving.receiver.digests.sha256(opened.unsealed.receipt);
  const byBusiness = leadFirst(matched).reduce((files, one) => {
    const business = inBoxOf(receiving, one, matched);
    files.set(business, [...(files.get(business) ?? []), one]);
    return files;
  }, new Map<BusinessKey, Matched[]>());
  let place = 0;
  const files = [...byBusiness].map(([business, members]) =>
    leadFirst(members).map(({ answer, correlation }) => {
      const own = place === 0 ? fingerprint : ofCompanion(fingerprint, place);
      place += 1;
      return {
        record: createReceipt(receiving, answer, { fingerprint: own, sha256, business }, correlation),
        correlation,
      };
    }),
  );
  const carriers = files.slice(1).flatMap(([carrier]) => carrier?.record.id ?? []);
  return files.map(([carrier, ...others], index): Planned => {
    assert(carrier !== undefined, 'a file is of at least one receipt');
    const { id, fileName } = carrier.record;
    const inFile = others.map((other) => ({ ...other, record: { ...other.record, carrier: id, fileName } }));
    const companions = [...inFile.map(({ record }) => record.id), ...(index === 0 ? carriers : [])];
    return {
      record: { ...carrier.record, companions },
      delivery: opened.delivery,
      bytes: opened.unsealed.receipt,
      correlation: carrier.correlation,
      companions: inFile,
      foreignTo: null,
      isNew: true,
      state: 'in-hand',
    };
  });
}

/** Of sister businesses that it may belong to, one that the message concerns anyway: the same file in two InBoxes would tell nothing more. */
function inBoxOf(receiving: Receiving, { answer, correlation }: Matched, matched: readonly Matched[]): BusinessKey {
  const { businesses } = answer.unsealed;
  const concerned = matched.flatMap((other) => other.correlation?.document.business ?? []);
  const sisters = concerned.filter((business) => businesses.length === 0 || businesses.includes(business));
  return businessOf(receiving, { businesses: [...sisters, ...businesses] }, correlation?.document ?? null);
}

function leadFirst(matched: readonly Matched[]): readonly Matched[] {
  const lead = leadOf(matched.map(({ answer }) => answer));
  return matched.filter((_, index) => index === lead).concat(matched.filter((_, index) => index !== lead));
}

/** Those without a document may find it by what a later one teaches. */
function waitForLinks(planned: Planned, { links }: SoFar): void {
  for (const one of [planned, ...planned.companions]) {
    if (one.record.document !== null) continue;
    links.wait(one.record.keys, (document) => {
      one.record = { ...one.record, document: document.id };
      return one.record.id;
    });
  }
}
