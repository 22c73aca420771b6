import { createNameTest } from '../receipts/paths.js';
import { isAttachment } from './attachments.js';
import type { BusinessDefinition } from './definition.js';

/** In a message type: the local name of the document's root, e.g. `CEB311Message` [3 public programs send CEB messages so]. */
export const ROOT_TYPE = '{root}';

/** Is this a message type as it may be configured: text, with no place in braces but `{root}`? */
export function isMessageType(text: string): boolean {
  return !/[{}]/.test(text.replaceAll(ROOT_TYPE, ''));
}

/** What the type of a file's message follows from. */
export interface TypedFile {
  readonly name: string;
  /** Local name of the root; '' where it is no XML. */
  readonly root: string;
  /** The type that the content names; null = it names none. */
  readonly foundType: string | null;
}

/**
 * MsgType of a file: for an attachment what its business says of attachments; the type that the content names where it is one of the
 * business's own; else the business's first.
 */
export function messageTypeOf({ name, root, foundType }: TypedFile, definition: BusinessDefinition): string {
  const { formIds, attachments } = definition;
  if (isAttachment(name, definition) && attachments.messageType !== null)
    return filled(attachments.messageType, root) ?? '';
  const named = formIds.find((formId) => isSame(formId, foundType));
  const usual = formIds.map((formId) => filled(formId, root)).find((type) => type !== null);
  return named ?? usual ?? foundType ?? '';
}

/** Null where the type needs a root and there is none. */
function filled(type: string, root: string): string | null {
  return type.includes(ROOT_TYPE) && root === '' ? null : type.replaceAll(ROOT_TYPE, root);
}

/** The business of a message type: by its own types, then by the roots that a type with `{root}` names. */
export function findByMessageType(
  type: string | null,
  businesses: readonly BusinessDefinition[],
): BusinessDefinition | null {
  if (type === null) return null;
  const following = businesses.filter(({ formIds }) => formIds.some((formId) => formId.includes(ROOT_TYPE)));
  return (
    businesses.find(({ formIds }) => formIds.some((formId) => isSame(formId, type))) ??
    // What both directions of a trade send is told apart by the answers to it, which name single roots.
    following.find((business) => typesOf(business).some((known) => isSame(known, type))) ??
    following.find((business) => createNameTest(typesOf(business))(type)) ??
    null
  );
}

/** Types of what is sent and of what comes back, with the patterns of their roots. */
function typesOf({ formIds, roots, sendResults, receipts }: BusinessDefinition): readonly string[] {
  const names = [
    ...roots.map(({ name }) => name),
    ...[...sendResults, ...receipts].flatMap((rule) => [...rule.roots, ...rule.answers]),
  ];
  const templates = formIds.filter((formId) => formId.includes(ROOT_TYPE));
  return templates.flatMap((template) => names.map((name) => template.replaceAll(ROOT_TYPE, name)));
}

function isSame(one: string, other: string | null): boolean {
  return other !== null && one.toUpperCase() === other.toUpperCase();
}
