import type { Scan } from './scanned.js';

const NAME_START = 'A-Za-z_:\\u00c0-\\ufffd';
const NAME = `[${NAME_START}][${NAME_START}0-9.\\-\\u00b7]*`;

/** What a start tag looks like as long as it is not complete. */
const START_TAG = new RegExp(
  `^<(?:${NAME}(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*(?:\\s+(?:${NAME}\\s*(?:=\\s*(?:"[^"<]*|'[^'<]*)?)?)?|\\s*/)?)?$`,
);

/** Generous: the declaration is short, and libxml2 judges it once it is complete. */
const XML_DECLARATION = /^<\?xml(?:\s[\s\w="'.-]*)?\??$/;

const PROCESSING_INSTRUCTION = new RegExp(`^<\\?(?:${NAME}(?:\\s[^]*)?\\??)?$`);

/** A reference that is complete, or that the end of the text cuts. */
const REFERENCE =
  /&(?!(?:lt|gt|amp|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)(?!(?:l|g|lt|gt|a|am|amp|ap|apo|apos|q|qu|quo|quot|#|#[0-9]+|#x[0-9a-fA-F]*)?$)/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML 1.0 does not have.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Can more characters behind this text still make a document of it? Only the last, unfinished token is judged, by what such a
 * token looks like; that nothing before it is wrong, libxml2 must say. So "its writer is not done" is decided by facts about
 * the text, never by the words of an error message.
 */
export function canContinue(text: string, scan: Scan): boolean {
  if (scan.end.kind !== 'unfinished') return false;
  const tail = text.slice(scan.end.at);
  if (FORBIDDEN.test(tail)) return false;
  if (!tail.startsWith('<')) return !REFERENCE.test(tail) && !tail.includes(']]>');
  if (tail.startsWith('</')) return isEndTagStart(tail, scan.openName);
  if (tail.startsWith('<?')) return isInstruction(tail) || (scan.end.at === 0 && XML_DECLARATION.test(tail));
  if (tail.startsWith('<!')) return isDeclaration(tail, scan);
  return START_TAG.test(tail) && !REFERENCE.test(tail);
}

function isEndTagStart(tail: string, openName: string): boolean {
  const name = tail.slice(2);
  return openName.startsWith(name) || (name.startsWith(openName) && name.slice(openName.length).trim() === '');
}

function isInstruction(tail: string): boolean {
  // The target `xml` is reserved: only as long as it may grow into another name is it none.
  return PROCESSING_INSTRUCTION.test(tail) && !/^<\?xml\s/i.test(tail);
}

/** `<!`: a comment that is not closed, CDATA within an element, or the beginning of either. */
function isDeclaration(tail: string, scan: Scan): boolean {
  if (tail.startsWith('<!--')) {
    const dashes = tail.indexOf('--', 4);
    return dashes < 0 || dashes === tail.length - 2;
  }
  if ('<!--'.startsWith(tail)) return true;
  if (scan.openName === '') return false;
  return tail.startsWith('<![CDATA[') || '<![CDATA['.startsWith(tail);
}
