/** What is known of a receipt that could not be read: nothing but its bytes. */
export const NOTHING_KNOWN = {
  kind: 'unknown',
  isSuccess: null,
  businesses: [],
  keys: [],
  code: null,
  codeTable: null,
  text: null,
  parts: [],
  businessTimeMs: null,
  fileNameKey: null,
  answers: [],
  ownExtension: null,
} as const;

/** And of an envelope that was not even opened. */
export const NO_ENVELOPE = {
  kind: 'plain',
  messageId: null,
  senderId: null,
  messageType: null,
  fileName: null,
  addressees: [],
  businessKeys: [],
} as const;
