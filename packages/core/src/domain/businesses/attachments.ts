import { ANY_EXTENSION, hasExtension } from '../naming.js';
import { type KeyRule, keyAt } from './key-rule.js';

/**
 * Files that a business takes beside its documents and that are no XML: `<EdocID>.PDF` of a declaration, and whatever a business
 * of unknown format gets. They travel byte for byte: no check of content, no signature inside, nothing unpacked.
 */
export interface AttachmentRule {
  /** With the dot, lower case; `*` = any that the documents do not have. Empty = such files are not taken. */
  readonly extensions: readonly string[];
  /** Who gets them in the exchange platform; empty = who gets the documents. */
  readonly systemIds: readonly string[];
  /** Message type of the envelope; null = that of the documents. */
  readonly messageType: string | null;
  /** Keys in the XML that may follow a PDF; see xml/attachment-trailer.ts. */
  readonly keys: readonly KeyRule[];
}

/** What the trailer USF001 of a PDF says [2 sources: one writes the trailer, one names the fields of USF001]. */
export const TRAILER_KEYS: readonly KeyRule[] = [
  keyAt('edocId', '//Data/FILE_NAME', '//FILE_NAME'),
  keyAt('preEntryId', '//Data/PRE_ENTRY_ID', '//PRE_ENTRY_ID'),
];

/** A business that takes its documents alone. */
export const NO_ATTACHMENTS: AttachmentRule = { extensions: [], systemIds: [], messageType: null, keys: [] };

/** A business of unknown format: every file in its OutBox was put there to be sent. */
export const ANY_ATTACHMENT: AttachmentRule = { ...NO_ATTACHMENTS, extensions: [ANY_EXTENSION], keys: TRAILER_KEYS };

/** What of a business says which files it takes. */
interface Taking {
  readonly extensions: readonly string[];
  readonly attachments: AttachmentRule;
}

/** Every extension that its OutBox takes, for `hasExtension`. */
export function takenExtensions({ extensions, attachments }: Taking): readonly string[] {
  return [...new Set([...extensions, ...attachments.extensions])];
}

/** Is a file of this name handed on untouched? What has an extension of the documents is a document. */
export function isAttachment(name: string, { extensions, attachments }: Taking): boolean {
  return !hasExtension(name, extensions) && hasExtension(name, attachments.extensions);
}
