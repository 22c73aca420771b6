import type { Problem } from '../ports/jobs.js';
import type { ScannedOutline } from './scanned.js';
import type { ZipContent } from './zip.js';
import { baseName } from './zip-names.js';
import { zipProblem } from './zip-problems.js';

/** Misspelt in the format itself: one per attachment, directly under the root. */
const ATTACHMENT = 'DecMessage/EdocRealation';
const ATTACHMENT_FILE = `${ATTACHMENT}/EdocCopId`;

/**
 * Does what lies in an archive fit its XML? By root element:
 * - `DecMessage`: as many attachments as EdocRealation entries, and each EdocCopId is the name of one [one source]
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

function attachmentProblems(content: ZipContent, outline: ScannedOutline): readonly Problem[] {
  const entries = outline.nodes.filter((node) => node.path === ATTACHMENT).length;
  const names = new Set(content.attachments);
  const problems: Problem[] = [];
  if (entries !== content.attachments.length)
    problems.push(zipProblem('zip.attachment-count', String(content.attachments.length), String(entries)));
  for (const node of outline.nodes) {
    if (node.path !== ATTACHMENT_FILE) continue;
    const name = (node.text ?? '').trim();
    if (names.has(name)) continue;
    const missing = zipProblem('zip.attachment-missing', name, content.attachments.join(', ').slice(0, 200));
    problems.push({ ...missing, line: node.line, column: node.column, path: node.path });
  }
  return problems;
}

function baseNameProblems(zipName: string, content: ZipContent): readonly Problem[] {
  const [zipBase, xmlBase] = [baseName(zipName), baseName(content.xmlName)];
  return zipBase.toLowerCase() === xmlBase.toLowerCase()
    ? []
    : [zipProblem('zip.base-name', content.xmlName, `${zipBase}.xml`)];
}
