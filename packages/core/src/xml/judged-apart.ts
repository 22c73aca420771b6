import type { EncodingName } from './encoding.js';
import type { SchemaCache, SchemaError, SchemaRule } from './schema.js';
import { judgeXml, type ParseError } from './well-formed.js';

/** libxml2's word on a document. Plain data: it comes from another thread. */
export interface Judgement {
  /** Null = well-formed. */
  readonly error: ParseError | null;
  /** Of the XSD that was asked about. */
  readonly violations: readonly SchemaError[];
}

/**
 * How the bytes of a document are judged without its text, where text and libxml2's tree together would take more memory than is there
 * (decision 0047). Plain data, as the judgement is.
 */
export interface JudgedAs {
  readonly encoding: EncodingName;
  /** Length of the byte order mark. */
  readonly markBytes: number;
  /** The bytes end within a character, which is not judged. */
  readonly isCut: boolean;
  /** Null = only whether it is well-formed. */
  readonly rule: SchemaRule | null;
}

/** Bytes that are decoded at a time: small beside what is judged. */
const PIECE_BYTES = 1024 * 1024;

/** The judgement alone, of bytes whose encoding is known to fit. Throws what `judgeXml` and `SchemaCache.validate` throw. */
export function judgeApart(bytes: Uint8Array, { rule, ...as }: JudgedAs, schemas: SchemaCache): Judgement {
  let violations: readonly SchemaError[] = [];
  const use =
    rule === null
      ? null
      : (document: Parameters<SchemaCache['validate']>[1]): void => {
          violations = schemas.validate(rule, document);
        };
  const error = judgeXml(utf8Of(bytes.subarray(as.markBytes), as), use);
  return { error, violations };
}

/** Never the whole text: it takes twice what its bytes take. */
function utf8Of(bytes: Uint8Array, { encoding, isCut }: Omit<JudgedAs, 'rule'>): Uint8Array {
  if (encoding === 'utf-8' && !isCut) return bytes;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const pieces: Buffer[] = [];
  // Half a character at the end stays in the decoder.
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    pieces.push(Buffer.from(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true })));
  return Buffer.concat(pieces);
}
