import type { CorrelationKey } from '../domain/document.js';
import type { EnvelopeFacts } from '../domain/message.js';
import { readAttributes } from '../xml/attributes.js';
import { decodeTolerantly } from '../xml/encoding.js';
import { scanXml } from '../xml/scan.js';
import type { ScannedOutline } from '../xml/scanned.js';
import { isZip } from '../xml/zip-names.js';

/** A received body without its envelopes. */
export interface OpenedEnvelope {
  readonly facts: EnvelopeFacts;
  /** The receipt itself, byte for byte; the whole body where there was no envelope, or none that could be opened. */
  readonly receipt: Uint8Array;
  /** Null when the receipt is no XML that can be read. */
  readonly outline: ScannedOutline | null;
  /** Why it could not be opened or read, for people; null when it could. */
  readonly unreadable: string | null;
}

/** Receipts are small; what is larger is read up to here, which is enough to know what it is. */
const RECEIPT_LIMITS = { depthMax: 128, elementsMax: 100_000 } as const;

/** An envelope in an envelope in an envelope is no accident. */
const LAYERS_MAX = 4;

export const UNREADABLE = {
  empty: '报文为空 / The message is empty',
  layers: '信封嵌套过多 / There are too many envelopes in each other',
  data: 'DxpMsg 的 Data 为空或不是 base64 / Data of the DxpMsg is empty or not base64',
  zip: 'ZIP 格式的回执，未解读 / A ZIP, which is not looked into',
  encoding: '无法识别编码 / The encoding cannot be told',
  xml: '不是格式良好的 XML / Not well-formed XML',
  doctype: '含有文档类型定义 / It has a document type declaration',
} as const;

const PLAIN: EnvelopeFacts = {
  kind: 'plain',
  messageId: null,
  senderId: null,
  messageType: null,
  fileName: null,
  addressees: [],
  businessKeys: [],
};

interface Read {
  readonly text: string;
  readonly outline: ScannedOutline;
  readonly unreadable: string | null;
}

/**
 * Takes a received body out of its envelopes: `DxpMsg`, also inside the platform's own `DxpMsgSv`; a `DxpRep` is itself what
 * there is to read; everything else is its own content. Total: any bytes give an answer, never an exception.
 */
export function openEnvelope(body: Uint8Array): OpenedEnvelope {
  let facts = PLAIN;
  let content = body;
  for (let layer = 0; layer < LAYERS_MAX; layer += 1) {
    const read = readText(content);
    const encoded = typeof read === 'string' || read.unreadable !== null ? encodedXml(content) : null;
    if (encoded !== null) {
      content = encoded;
      continue;
    }
    if (typeof read === 'string') return { facts, receipt: content, outline: null, unreadable: read };
    if (read.unreadable !== null)
      return { facts, receipt: content, outline: read.outline, unreadable: read.unreadable };
    const { outline, text } = read;
    if (outline.root === 'DxpRep')
      return { facts: responseFacts(outline), receipt: content, outline, unreadable: null };
    const prefix = ENVELOPE_PREFIXES[outline.root];
    if (prefix === undefined) return { facts, receipt: content, outline, unreadable: null };
    facts = messageFacts(outline, text, prefix);
    const data = dataOf(textAt(outline, `${prefix}Data`) ?? '', body.length);
    // Nothing inside, or not to be had: the envelope itself is what is kept.
    if (data === null || data.length === 0) return { facts, receipt: content, outline, unreadable: UNREADABLE.data };
    content = data;
  }
  return { facts, receipt: content, outline: null, unreadable: UNREADABLE.layers };
}

/** Where the message is in each envelope. */
const ENVELOPE_PREFIXES: Readonly<Record<string, string>> = { DxpMsg: 'DxpMsg/', DxpMsgSv: 'DxpMsgSv/DxpMsg/' };

/** A sentence when there is no text at all. */
function readText(bytes: Uint8Array): Read | string {
  if (bytes.length === 0) return UNREADABLE.empty;
  if (isZip(bytes)) return UNREADABLE.zip;
  const decoded = decodeTolerantly(bytes);
  if (decoded === null) return UNREADABLE.encoding;
  const { text } = decoded;
  const { end, outline } = scanXml(text, RECEIPT_LIMITS);
  if (end.kind === 'complete' || end.kind === 'elements') return { text, outline, unreadable: null };
  return { text, outline, unreadable: end.kind === 'doctype' ? UNREADABLE.doctype : UNREADABLE.xml };
}

function messageFacts(outline: ScannedOutline, text: string, prefix: string): EnvelopeFacts {
  return {
    kind: 'dxp',
    messageId: textAt(outline, `${prefix}TransInfo/CopMsgId`),
    senderId: textAt(outline, `${prefix}TransInfo/SenderId`),
    messageType: textAt(outline, `${prefix}TransInfo/MsgType`),
    fileName: textAt(outline, `${prefix}AddInfo/FileName`),
    addressees: textsAt(outline, `${prefix}TransInfo/ReceiverIds/ReceiverId`),
    businessKeys: readBusinessKeys(outline, text, `${prefix}AddInfo/BizKey/Key`),
  };
}

/** Its head is the head of the message that it answers. */
function responseFacts(outline: ScannedOutline): EnvelopeFacts {
  const head = outline.nodes.find((node) => node.name === 'OriHead')?.path ?? 'DxpRep/OriHead';
  return {
    kind: 'dxp-response',
    messageId: textAt(outline, `${head}/CopMsgId`),
    senderId: null,
    messageType: textAt(outline, `${head}/MsgType`),
    fileName: null,
    // The message that it answers was ours.
    addressees: textsAt(outline, `${head}/SenderId`),
    businessKeys: [],
  };
}

function readBusinessKeys(outline: ScannedOutline, text: string, path: string): readonly CorrelationKey[] {
  const keys: CorrelationKey[] = [];
  for (const node of outline.nodes) {
    if (node.path !== path) continue;
    const name =
      readAttributes(text, node.at)
        .find((attribute) => attribute.name === 'name')
        ?.value.trim() ?? '';
    const value = node.text?.trim() ?? '';
    if (name !== '' && value !== '') keys.push({ name, value });
  }
  return keys;
}

/** Every text at a path that is not blank, trimmed. */
function textsAt(outline: ScannedOutline, path: string): readonly string[] {
  return outline.texts
    .filter((text) => text.path === path)
    .flatMap(({ text }) => (text.trim() === '' ? [] : [text.trim()]));
}

/** The first text at a path, trimmed; null where there is none or it is blank. */
function textAt(outline: ScannedOutline, path: string): string | null {
  const found = outline.texts.find((text) => text.path === path)?.text.trim() ?? '';
  return found === '' ? null : found;
}

/** Base64 [official schema]; where it is the XML itself, in CDATA or with its signs escaped, that is taken [inferred]. */
function dataOf(text: string, bytesMax: number): Uint8Array | null {
  if (!text.startsWith('<')) return decodeBase64(text);
  const bytes = Buffer.from(text);
  // Written in another encoding it may be longer here, and the caller has room for the body alone.
  return bytes.length > bytesMax ? null : bytes;
}

/** XML that is in base64 once more than the envelope says [inferred]; null for anything else. */
function encodedXml(content: Uint8Array): Uint8Array | null {
  const start = Buffer.from(content.subarray(0, 4)).toString('latin1');
  if (!start.startsWith('P') && start !== BASE64_OF_MARK) return null;
  const text = Buffer.from(content).toString('latin1');
  if (!/^[A-Za-z0-9+/_=\s-]+$/.test(text)) return null;
  const decoded = decodeBase64(text.trim());
  const read = decoded === null ? '' : readText(decoded);
  return typeof read !== 'string' && read.unreadable === null ? decoded : null;
}

/** The byte order mark of UTF-8; `<` alone begins with P. */
const BASE64_OF_MARK = '77u/';

/** Node's decoder skips what it does not know; the length tells whether it skipped anything but white space. */
function decodeBase64(text: string): Uint8Array | null {
  const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  const padding = compact.endsWith('==') ? 2 : compact.endsWith('=') ? 1 : 0;
  const bytes = Buffer.from(compact, 'base64');
  return bytes.length === Math.floor(((compact.length - padding) * 3) / 4) ? bytes : null;
}
