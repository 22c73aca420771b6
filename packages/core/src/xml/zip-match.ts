import type { Problem } from '../domain/problem.js';
import type { Place } from './place.js';
import type { ScannedOutline } from './scanned.js';
import type { ZipContent } from './zip.js';
import { baseName, foldName } from './zip-names.js';
import { zipProblem, zipWarning } from './zip-problems.js';

/** Misspelt in the format itself: one per attachment, directly under the root. */
const ATTACHMENT = 'DecMessage/EdocRealation';
/** Structured data that the platform has already: nothing of it is in the archive [field table of the interface]. */
const STRUCTURED = 'S';

/**
 * Does what is in an archive fit its XML? By root element:
 * - `DecMessage`: EdocCopId names a file beside the XML [4 sources]; there are no more files than are named [one source, so a
 *   warning]. Several entries may name one file, and one of format `S` names none
 * - `Signature` (special areas, processing trade): archive and XML have the same base name [2 sources]
 */
export function matchProblems(zipName: string, content: ZipContent, outline: ScannedOutline): readonly Problem[] {
  switch (outline.root) {
    case 'DecMessage':
      return attachmentProblems(content, outline);
    case 'Signature':
      return baseNameProblems(zipName, content);
    default:
      return [];
  }
}

interface Relation {
  readonly place: Place;
  readonly fields: ReadonlyMap<string, string>;
}

function attachmentProblems(content: ZipContent, outline: ScannedOutline): readonly Problem[] {
  const problems: Problem[] = [];
  const used = new Set<number>();
  let elsewhere = 0;
  for (const { place, fields } of relationsIn(outline)) {
    const name = fields.get('EdocCopId') ?? '';
    const found = findFile(content, name);
    if (found !== null) {
      used.add(found.at);
      if (!found.isExact) problems.push(atField(zipWarning('zip.attachment-spelling', name), place));
      continue;
    }
    if (fields.get('EdocFomatType') === STRUCTURED) continue;
    elsewhere += 1;
    if (name === '') continue;
    const there = content.attachments.join(', ').slice(0, 200);
    problems.push(atField(zipProblem('zip.attachment-missing', name, there), place));
  }
  const expected = used.size + elsewhere;
  const count = content.attachments.length;
  if (count === expected) return problems;
  const surplus = { ...zipWarning('zip.attachment-count', String(count)), allowed: String(expected) };
  return [surplus, ...problems];
}

/** The entries for attachments with their fields; the place is that of EdocCopId where there is one. */
function relationsIn(outline: ScannedOutline): readonly Relation[] {
  const relations: { place: Place; fields: Map<string, string> }[] = [];
  for (const node of outline.nodes) {
    const place = { line: node.line, column: node.column };
    if (node.path === ATTACHMENT) relations.push({ place, fields: new Map() });
    const last = relations.at(-1);
    if (last === undefined || !node.path.startsWith(`${ATTACHMENT}/`)) continue;
    last.fields.set(node.name, (node.text ?? '').trim());
    if (node.name === 'EdocCopId') last.place = place;
  }
  return relations;
}

/** By any name that a file may have; where none is exactly this, by one that differs only in casing or accents. */
function findFile(content: ZipContent, name: string): { readonly at: number; readonly isExact: boolean } | null {
  if (name === '') return null;
  const exact = content.attachmentNames.findIndex((names) => names.includes(name));
  if (exact >= 0) return { at: exact, isExact: true };
  const folded = foldName(name);
  const alike = content.attachmentNames.findIndex((names) => names.some((each) => foldName(each) === folded));
  return alike < 0 ? null : { at: alike, isExact: false };
}

function atField(problem: Problem, place: Place): Problem {
  return { ...problem, ...place, path: `${ATTACHMENT}/EdocCopId` };
}

function baseNameProblems(zipName: string, content: ZipContent): readonly Problem[] {
  const zipBase = baseName(zipName);
  const isSame = content.xmlNames.some((name) => foldName(baseName(name)) === foldName(zipBase));
  return isSame ? [] : [zipProblem('zip.base-name', content.xmlName, `${zipBase}.xml`)];
}
