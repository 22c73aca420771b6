import { type CodeMeaning, type CodeTable, PHASES } from './code-row.js';
import { DECLARATION_CODES } from './codes-declaration.js';
import { E_COMMERCE_CODES } from './codes-e-commerce.js';
import { LICENCE_CODES } from './codes-licence.js';
import { MANIFEST_CODES } from './codes-manifest.js';
import { PLATFORM_CODES } from './codes-platform.js';
import { TRADE_CODES } from './codes-trade.js';

export { type CodeMeaning, type CodeTable, PHASES, type Phase } from './code-row.js';

/** Every code table by name. Codes are compared exactly: case matters. */
export const CODE_TABLES: Readonly<Record<string, CodeTable>> = {
  ...DECLARATION_CODES,
  ...MANIFEST_CODES,
  ...TRADE_CODES,
  ...LICENCE_CODES,
  ...E_COMMERCE_CODES,
  ...PLATFORM_CODES,
};

interface CompiledTable {
  readonly exact: ReadonlyMap<string, CodeMeaning>;
  /** Rows that stand for many codes: `*` any, `-*` negative numbers, `4000-9999` a range. In order. */
  readonly open: readonly CodeMeaning[];
}

/** A row for a range of codes. */
const RANGE = /^(\d+)-(\d+)$/;

const COMPILED: ReadonlyMap<string, CompiledTable> = new Map(
  Object.entries(CODE_TABLES).map(([name, table]) => [name, compile(table)]),
);

/**
 * What a code means; null where the table or the code is unknown. An unknown code is never an error: it passes through. For a
 * row of many codes the code asked for is returned in it.
 */
export function findCode(table: string | null, code: string | null): CodeMeaning | null {
  const compiled = table === null ? undefined : COMPILED.get(table);
  if (compiled === undefined) return null;
  const asked = code ?? '';
  const exact = compiled.exact.get(asked);
  if (exact !== undefined) return exact;
  const open = compiled.open.find((row) => matchesCode(row.code, asked));
  return open === undefined ? null : { ...open, code: asked };
}

/** Can this be asked for as what a receipt says or where a declaration is: a phase, a code of a table, or a number, which a table of one's own may have? */
export function isDeclarationState(text: string): boolean {
  if (Object.hasOwn(PHASES, text) || /^-?\d+$/.test(text) || /^[A-Za-z]$/.test(text)) return true;
  return [...COMPILED.values()].some(({ exact }) => exact.has(text));
}

/** True or false where the code decides, null where it does not or is not known. */
export function isGoodCode(table: string | null, code: string | null): boolean | null {
  const meaning = findCode(table, code);
  return meaning === null ? null : PHASES[meaning.phase].isSuccess;
}

function compile(table: CodeTable): CompiledTable {
  const meanings = table.rows.map(([code, phase, zh, en]): CodeMeaning => ({ code, phase, zh, en }));
  return {
    exact: new Map(meanings.filter(({ code }) => !isOpen(code)).map((meaning) => [meaning.code, meaning])),
    open: meanings.filter(({ code }) => isOpen(code)),
  };
}

function isOpen(code: string): boolean {
  return code.endsWith('*') || RANGE.test(code);
}

function matchesCode(row: string, code: string): boolean {
  if (row === '*') return true;
  if (row.endsWith('*')) return code.length >= row.length && code.startsWith(row.slice(0, -1));
  const range = RANGE.exec(row);
  return range !== null && /^\d+$/.test(code) && Number(code) >= Number(range[1]) && Number(code) <= Number(range[2]);
}
