import { BUSINESSES } from '../../domain/businesses/registry.js';
import type { DocumentOutline } from '../../domain/receipts/outline.js';
import { createNameTest } from '../../domain/receipts/paths.js';
import type { Phase } from '../../domain/rules/rule-names.js';
import { commerceKindOf } from './ceb-kinds.js';
import { checkField } from './check-field.js';
import { DEC_RULES, DEC_VERSION } from './dec-fields.js';
import { type DocumentKind, type KindContext, placeOf, textAt } from './document-kind.js';
import { AGREEMENT_RULES, CERTIFICATE_FILE_RULES, CERTIFICATE_RULES, MANIFEST_RULES } from './other-fields.js';
import { isBelowTradeData, MESSAGE_ELEMENTS, TRADE_PATHS, TRADE_RULES, UNCERTAIN_TYPES } from './trade-fields.js';

const DEC_OPERATION = 'DecMessage/DecSign/OperType';

const MANIFEST_HEAD = {
  function: 'Manifest/Head/FunctionCode',
  type: 'Manifest/Head/MessageType',
  id: 'Manifest/Head/MessageID',
};

const AGREEMENT_CONTENT = 'ImportAgrRequest/ImportInfo';

const KINDS: Readonly<Record<string, DocumentKind>> = {
  DecMessage: {
    certainty: 'several',
    rules: () => DEC_RULES,
    phaseOf: decPhase,
    looksAt: (path) => path === DEC_OPERATION,
    check: checkDec,
  },
  Manifest: {
    certainty: 'several',
    rules: () => MANIFEST_RULES,
    phaseOf: manifestPhase,
    looksAt: (path) => Object.values(MANIFEST_HEAD).includes(path),
    check: checkManifest,
  },
  Signature: {
    certainty: 'several',
    rules: () => TRADE_RULES,
    phaseOf: tradePhase,
    looksAt: (path) => path === TRADE_PATHS.declareFlag || path === TRADE_PATHS.messageType || isBelowTradeData(path),
    check: checkTrade,
  },
  Certificate: {
    certainty: 'one',
    rules: () => CERTIFICATE_RULES,
    phaseOf: () => 'draft',
    looksAt: () => false,
    check: nothingMore,
  },
  File: {
    certainty: 'one',
    rules: () => CERTIFICATE_FILE_RULES,
    phaseOf: () => 'draft',
    looksAt: () => false,
    check: nothingMore,
  },
  ImportAgrRequest: {
    certainty: 'one',
    rules: () => AGREEMENT_RULES,
    phaseOf: () => 'draft',
    looksAt: (path) => path.startsWith(AGREEMENT_CONTENT),
    check: checkAgreement,
  },
};

/** By the root's local name; null for documents that only their root tells something about. */
export function documentKindOf(root: string): DocumentKind | null {
  const named = Object.hasOwn(KINDS, root) ? KINDS[root] : undefined;
  return named ?? commerceKindOf(root);
}

/** OperType C and D declare; A, B, E (upload) and G (draft) do not [official values]. */
function decPhase(outline: DocumentOutline): Phase {
  const type = textAt(outline.texts, DEC_OPERATION);
  return type === 'C' || type === 'D' ? 'declare' : 'draft';
}

function tradePhase(outline: DocumentOutline): Phase {
  return textAt(outline.texts, TRADE_PATHS.declareFlag) === '1' ? 'declare' : 'draft';
}

/** A draft (T) may come without content; everything else declares, changes or deletes something [inferred]. */
function manifestPhase(outline: DocumentOutline): Phase {
  return textAt(outline.texts, MANIFEST_HEAD.function) === 'T' ? 'draft' : 'declare';
}

function nothingMore(): void {}

/** An agreement about nothing [one source]. */
function checkAgreement({ nodes }: DocumentOutline, { list }: KindContext): void {
  const empty = nodes.find(({ path }) => path === AGREEMENT_CONTENT);
  const isInside = (path: string): boolean => path.startsWith(`${AGREEMENT_CONTENT}/`);
  if (empty === undefined || nodes.some(({ path, text }) => isInside(path) && (text ?? '').trim() !== '')) return;
  list.add('structure.missing', empty, { name: 'ImportInfo', nameZh: '委托信息', certainty: 'one' });
}

function checkDec(outline: DocumentOutline, context: KindContext): void {
  for (const { path, text } of outline.texts) {
    // The attribute is written with a capital and without [6 sources]; attributes come first.
    if (path !== 'DecMessage/@Version' && path !== 'DecMessage/@version') break;
    checkField(DEC_VERSION, text, { place: placeOf(outline, path), ordinal: 0 }, context);
  }
}

const TYPE_IN_NAMESPACE = /:CN:([^:]+):/;

/** The tail is a time stamp, the head `CN_<type>_`; what is between differs between sources and is not looked at. */
const MESSAGE_ID = /^CN_([A-Z]+\d+)_.+_\d{14,}$/;

/** The namespace names the message type, and so do Head/MessageType and MessageID [4 sources]. */
function checkManifest(outline: DocumentOutline, { business, list, isOwnType }: KindContext): void {
  const type = textAt(outline.texts, MANIFEST_HEAD.type);
  if (type === '') return;
  const inNamespace = TYPE_IN_NAMESPACE.exec(outline.namespace)?.[1];
  const typePlace = placeOf(outline, MANIFEST_HEAD.type);
  if (inNamespace !== undefined && inNamespace !== type) {
    list.add('structure.message-type', typePlace, {
      name: 'MessageType',
      found: `${type} / ${inNamespace}`,
      allowed: inNamespace,
    });
  }
  const id = textAt(outline.texts, MANIFEST_HEAD.id);
  const inId = MESSAGE_ID.exec(id)?.[1];
  if (id !== '' && inId !== type) {
    const allowed = `CN_${type}_…_yyyyMMddHHmmssfff`;
    list.add('field.shape', placeOf(outline, MANIFEST_HEAD.id), {
      name: 'MessageID',
      nameZh: '报文编号',
      found: id,
      allowed,
    });
  }
  if (business.receiptTypes.length === 0 || isOwnType(type)) return;
  const owner = modeOwner(type);
  if (owner === null) return;
  const found = `${type} (${owner})`;
  if (SURE_MODES.has(owner) && SURE_MODES.has(business.key)) {
    list.add('structure.message-type', typePlace, { name: 'MessageType', found, allowed: business.key });
  } else {
    list.add('field.value', typePlace, { name: 'MessageType', nameZh: '报文类型', found, allowed: business.key });
  }
}

/** The types of sea, air and road are told apart by 2-3 sources; that rail has the digit between them is inferred. */
const SURE_MODES: ReadonlySet<string> = new Set(['MFT', 'RMFT']);

const MODES = BUSINESSES.filter(({ roots }) => roots.some(({ name }) => name === 'Manifest')).map(
  ({ key, receiptTypes }) => ({
    key,
    isOwnType: createNameTest(receiptTypes),
  }),
);

/** Which business a manifest type belongs to by its mode (sea, air, rail, road); null for types of all modes. */
function modeOwner(type: string): string | null {
  return MODES.find((mode) => mode.isOwnType(type))?.key ?? null;
}

/** Every document of these three groups that is public has a number from 101 on; the platform's receipts begin at 201 [2-3 sources]. */
const ONLY_RECEIVED = /^(?:INV|SAS|ICP)(?!1\d\d$)/;

/** `message_type` and the element below BussinessData say the same thing twice. */
function checkTrade(outline: DocumentOutline, context: KindContext): void {
  const type = textAt(outline.texts, TRADE_PATHS.messageType);
  const expected = MESSAGE_ELEMENTS[type];
  checkOwnType(type, outline, context);
  if (expected === undefined) return;
  const message = outline.nodes.find(({ path, name }) => isBelowTradeData(path) && name !== 'DelcareFlag');
  if (message?.name === expected) return;
  const place = placeOf(outline, TRADE_PATHS.messageType);
  context.list.add('structure.message-type', place, {
    name: 'message_type',
    found: `${type} / ${message?.name ?? ''}`,
    allowed: expected,
    certainty: UNCERTAIN_TYPES.has(type) ? 'one' : 'several',
  });
}

/** A type of a sister business, e.g. a pass of the special areas among handbooks, or one that only ever comes back. */
function checkOwnType(type: string, outline: DocumentOutline, { business, list, isOwnType }: KindContext): void {
  if (type === '' || business.receiptTypes.length === 0) return;
  if (isOwnType(type) && !ONLY_RECEIVED.test(type)) return;
  const at = placeOf(outline, TRADE_PATHS.messageType);
  const families = business.receiptTypes.filter((name) => /^[A-Z]+\*$/.test(name));
  const allowed = families.map((name) => (ONLY_RECEIVED.test(name) ? name.replace('*', '1??') : name)).join(', ');
  list.add('field.value', at, { name: 'message_type', nameZh: '报文类型', found: type, allowed });
}
