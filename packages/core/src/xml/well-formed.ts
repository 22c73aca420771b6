import { ParseOption, XmlDocument, XmlParseError } from 'libxml2-wasm';

/** The first thing wrong in a text; line and column are 1-based, the column counts characters (code points). */
export interface ParseError {
  readonly line: number;
  readonly column: number;
  /** libxml2's own words, for people; nothing decides by them. */
  readonly message: string;
}

/** libxml2's severities: warnings are no failures. */
const ERROR_LEVEL = 2;

/**
 * No network, no external anything. HUGE lifts libxml2's own limits on depth and text length, which the caller has already
 * judged by its own, smaller ones; what HUGE also lifts, entity amplification, cannot occur without a DTD, and DTDs are refused
 * before.
 */
const PARSE_OPTIONS =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_NO_SYS_CATALOG |
  ParseOption.XML_PARSE_HUGE |
  ParseOption.XML_PARSE_BIG_LINES |
  ParseOption.XML_PARSE_COMPACT;

/** White space between elements is not wanted where only well-formedness is asked: a sixth less work (measured). */
const CHECK_OPTIONS = PARSE_OPTIONS | ParseOption.XML_PARSE_NOBLANKS;

/**
 * Judges UTF-8 bytes or text, whatever encoding their declaration names, by libxml2; null = well-formed, namespaces included.
 * With `use` the parsed document is handed over before it is disposed. Throws what libxml2 throws when it cannot go on at all
 * (out of memory): then its whole thread is no longer to be trusted.
 */
export function judgeXml(
  content: Uint8Array | string,
  use: ((document: XmlDocument) => void) | null,
): ParseError | null {
  const options = { option: use === null ? CHECK_OPTIONS : PARSE_OPTIONS, encoding: 'utf-8' };
  let document: XmlDocument;
  try {
    document =
      typeof content === 'string' ? XmlDocument.fromString(content, options) : XmlDocument.fromBuffer(content, options);
  } catch (reason) {
    if (reason instanceof XmlParseError) return firstError(reason);
    throw reason;
  }
  try {
    use?.(document);
  } finally {
    document.dispose();
  }
  return null;
}

function firstError(error: XmlParseError): ParseError {
  const detail = error.details.find(({ level }) => level >= ERROR_LEVEL) ?? error.details[0];
  if (detail === undefined) return { line: 1, column: 1, message: error.message.trim() };
  return { line: detail.line, column: detail.col, message: detail.message.trim() };
}
