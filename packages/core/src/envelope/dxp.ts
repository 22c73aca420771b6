import { Fault } from '../contract/fault.js';
import { cutText } from '../domain/cut-text.js';
import type { Enclosed, Envelope } from '../ports/envelope.js';
import { cutFileName } from './cut.js';
import { escapeAttribute, escapeText } from './xml-text.js';

export interface DxpSettings {
  readonly clientId: string;
  readonly receivers: (document: Enclosed) => readonly string[];
  readonly icCard: string | null;
}

const DXP_NAMESPACE = 'http://www.chinaport.gov.cn/dxp';

/** Lengths and counts of DxpMsg 1.0, in characters [official specification, 2018 and 2022 alike]. */
export const DXP_LIMITS = {
  messageIdMax: 255,
  partyIdMax: 16,
  receiversMax: 5,
  messageTypeMax: 30,
  fileNameMax: 255,
  icCardMax: 13,
  businessKeysMax: 5,
  keyNameMax: 32,
  keyValueMax: 64,
} as const;

/** Some sources write a card number with this prefix; the number itself is what follows [one source]. */
const CARD_PREFIX = '03-';

const CHINA_OFFSET_MS = 8 * 3_600_000;

/**
 * DxpMsg 1.0, one per message, UTF-8 without an XML declaration [one source of the same family]. What is written is its own
 * Canonical XML 1.0 form (attributes in order, no self-closing tags), so an enveloped signature can be made over these bytes.
 *
 * What does not fit is cut, and never refused, as it only accompanies the document: a file name keeps its extension; a key's
 * name is cut to 32 and its value to 64 characters; the first five keys with a value are named; a card number longer than 13
 * is left out, because a cut number would name another card. What XML cannot carry becomes `_`.
 *
 * `seal` throws `config.invalid` when the receivers are not one to five ids of 1..16 characters: no one would get the message.
 */
export function createDxpEnvelope(settings: DxpSettings): Envelope {
  const sender = `</CopMsgId><SenderId>${escapeText(cutText(settings.clientId, DXP_LIMITS.partyIdMax))}</SenderId><ReceiverIds>`;
  const card = formatCard(settings.icCard);
  return {
    kind: 'dxp',
    seal: (document, content, sealedMs) => {
      const id = document.messageId ?? document.id;
      const type = document.messageType ?? '';
      const head =
        `<DxpMsg xmlns="${DXP_NAMESPACE}" ver="1.0"><TransInfo><CopMsgId>${escapeText(cutText(id, DXP_LIMITS.messageIdMax))}` +
        `${sender}${formatReceivers(settings.receivers(document))}</ReceiverIds>` +
        `<CreatTime>${formatTime(sealedMs)}</CreatTime><MsgType>${escapeText(cutText(type, DXP_LIMITS.messageTypeMax))}</MsgType>` +
        `</TransInfo><Data>`;
      const tail =
        `</Data><AddInfo><FileName>${escapeText(cutFileName(document.name, DXP_LIMITS.fileNameMax))}</FileName>${card}` +
        `${formatKeys(document)}</AddInfo></DxpMsg>`;
      return {
        id,
        type,
        contentType: 'application/xml',
        headers: {},
        sentAtMs: sealedMs,
        body: assemble(head, content, tail),
      };
    },
  };
}

/** Bytes that base64 makes at most `encodedBytes` of. */
export function largestEncoded(encodedBytes: number): number {
  return Math.floor(encodedBytes / 4) * 3;
}

/** A multiple of three, so that the pieces of base64 fit together. */
const PIECE_BYTES = 3 * 256 * 1024;

/** One allocation; base64 is ASCII, so its length is known and it is written in place, and in pieces: as a text it is a copy. */
function assemble(head: string, content: Uint8Array, tail: string): Uint8Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const headBytes = Buffer.byteLength(head);
  const dataBytes = Math.ceil(bytes.length / 3) * 4;
  const body = Buffer.allocUnsafe(headBytes + dataBytes + Buffer.byteLength(tail));
  body.write(head, 0, 'utf8');
  let at = headBytes;
  for (let from = 0; from < bytes.length; from += PIECE_BYTES)
    at += body.write(bytes.toString('base64', from, from + PIECE_BYTES), at, 'latin1');
  body.write(tail, at, 'utf8');
  return body;
}

function formatReceivers(receivers: readonly string[]): string {
  const { receiversMax, partyIdMax } = DXP_LIMITS;
  const isValid = (id: string): boolean => id.length > 0 && id.length <= partyIdMax;
  if (receivers.length === 0 || receivers.length > receiversMax || !receivers.every(isValid)) {
    throw new Fault('config.invalid', { what: 'receivers', found: receivers.join(','), receiversMax, partyIdMax });
  }
  return receivers.map((id) => `<ReceiverId>${escapeText(id)}</ReceiverId>`).join('');
}

/** xs:dateTime in China time with its offset, so it names the same instant to every reader. */
function formatTime(epochMs: number): string {
  return `${new Date(epochMs + CHINA_OFFSET_MS).toISOString().slice(0, 23)}+08:00`;
}

function formatCard(icCard: string | null): string {
  if (icCard === null) return '';
  const number = icCard.startsWith(CARD_PREFIX) ? icCard.slice(CARD_PREFIX.length) : icCard;
  return number === '' || number.length > DXP_LIMITS.icCardMax ? '' : `<IcCard>${escapeText(number)}</IcCard>`;
}

function formatKeys(document: Enclosed): string {
  const keys = document.keys.filter((key) => key.value !== '' && key.name !== '').slice(0, DXP_LIMITS.businessKeysMax);
  if (keys.length === 0) return '';
  const formatted = keys.map(({ name, value }) => {
    const { keyNameMax, keyValueMax } = DXP_LIMITS;
    return `<Key name="${escapeAttribute(cutText(name, keyNameMax))}">${escapeText(cutText(value, keyValueMax))}</Key>`;
  });
  return `<BizKey>${formatted.join('')}</BizKey>`;
}
