import type { DocumentOutline, XmlOutlineNode } from '../../domain/receipts/outline.js';
import type { Phase } from '../../domain/rules/rule-names.js';
import { checkField, type FieldSink, fitsAtOnce } from './check-field.js';
import type { CompiledSection, CompiledTable, NeededField, PathEntry } from './compile-table.js';

/** A section that is being read: the fields met so far. */
interface OpenSection {
  readonly section: CompiledSection;
  readonly node: XmlOutlineNode;
  /** Which occurrence, from 1; 0 where only one may be. */
  readonly ordinal: number;
  readonly values: (XmlOutlineNode | undefined)[];
  /** Position of the last field in the table's order. */
  lastIndex: number;
}

/** The walk through one document. */
interface Walk {
  readonly table: CompiledTable;
  readonly phase: Phase;
  readonly sink: FieldSink;
  readonly stack: OpenSection[];
  /** Occurrences by section. */
  readonly counts: Uint32Array;
}

/**
 * Checks every element of a document against its field tables: unknown elements, lengths, forms, values, repetition, order, and
 * what is missing. Pure but for the problems it adds to `sink.list`; one pass, one map look-up per element.
 */
export function checkFields(outline: DocumentOutline, table: CompiledTable, phase: Phase, sink: FieldSink): void {
  const walk: Walk = { table, phase, sink, stack: [], counts: new Uint32Array(table.sections.length) };
  for (const node of outline.nodes) {
    const entry = table.paths.get(node.path);
    if (entry === undefined) checkUnknown(walk, node);
    else if (entry.kind !== 'container') visit(walk, entry, node);
  }
  while (walk.stack.length > 0) closeTop(walk, outline.isTruncated);
  if (!outline.isTruncated) checkMissingSections(walk, outline);
}

function visit(walk: Walk, entry: Exclude<PathEntry, { kind: 'container' }>, node: XmlOutlineNode): void {
  if (entry.kind === 'section') {
    closeUntil(walk, entry.section.parentIndex);
    openSection(walk, entry.section, node);
    return;
  }
  closeUntil(walk, entry.section.index);
  const open = walk.stack.at(-1);
  if (open === undefined) return;
  const { field, index } = entry;
  const { list } = walk.sink;
  if (open.values[index] !== undefined) {
    const { name, nameZh, certainty } = field;
    list.add('structure.repeated', node, { name, nameZh, ordinal: open.ordinal, certainty });
    return;
  }
  open.values[index] = node;
  if (open.section.rule.isOrdered && index < open.lastIndex) {
    const allowed = open.section.rule.fields.map((rule) => rule.name).join(', ');
    const { certainty } = open.section.rule;
    list.add('structure.order', node, { name: field.name, nameZh: field.nameZh, allowed, certainty });
  }
  open.lastIndex = index;
  if (node.text === null || entry.isReplaced || fitsAtOnce(field, node.text, walk.sink.unit)) return;
  checkField(field, node.text, { place: node, ordinal: open.ordinal }, walk.sink);
}

/** What comes next belongs to this section, so all sections that were opened in it are over; -1 = all are. */
function closeUntil(walk: Walk, index: number): void {
  for (let top = walk.stack.at(-1); top !== undefined && top.section.index !== index; top = walk.stack.at(-1))
    closeTop(walk, false);
}

function openSection(walk: Walk, section: CompiledSection, node: XmlOutlineNode): void {
  const { rule } = section;
  const count = (walk.counts[section.index] ?? 0) + 1;
  walk.counts[section.index] = count;
  if (count > 1 && !rule.isRepeated)
    walk.sink.list.add('structure.repeated', node, {
      name: node.name,
      nameZh: rule.nameZh,
      certainty: rule.certainty,
    });
  walk.stack.push({
    section,
    node,
    ordinal: rule.isRepeated ? count : 0,
    values: new Array(rule.fields.length),
    lastIndex: -1,
  });
}

/** A cut-off document's last section may go on beyond the cut. */
function closeTop(walk: Walk, isCutOff: boolean): void {
  const open = walk.stack.pop();
  if (open === undefined || isCutOff) return;
  for (const needed of open.section.needed[walk.phase]) {
    if (isFilled(open.values[needed.index]) || !isAsked(open, needed)) continue;
    const { name, nameZh, note, needCertainty } = needed.field;
    const at = open.values[needed.index] ?? open.node;
    const place = { path: `${open.section.rule.path}/${name}`, line: at.line, column: at.column };
    walk.sink.list.add(needed.rule, place, {
      name,
      nameZh,
      ordinal: open.ordinal,
      allowed: note,
      certainty: needCertainty,
    });
  }
}

function isFilled(node: XmlOutlineNode | undefined): boolean {
  return node !== undefined && (node.text === null || node.text.trim() !== '');
}

function isAsked(open: OpenSection, needed: NeededField): boolean {
  if (needed.conditionIndex < 0) return true;
  const sibling = open.values[needed.conditionIndex];
  const wanted = needed.field.condition?.value ?? null;
  return wanted === null ? isFilled(sibling) : sibling?.text?.trim() === wanted;
}

/** An unknown element is told once, at its top; below an open section or another unknown element nothing is. */
function checkUnknown(walk: Walk, node: XmlOutlineNode): void {
  const parent = node.path.slice(0, Math.max(0, node.path.lastIndexOf('/')));
  if (parent === '' || walk.table.open.has(parent)) return;
  const entry = walk.table.paths.get(parent);
  if (entry === undefined) return;
  walk.sink.list.add('element.unknown', node, { name: node.name, found: node.text ?? '' });
}

function checkMissingSections(walk: Walk, outline: DocumentOutline): void {
  const root = outline.nodes[0];
  for (const { rule } of missingSections(walk.table, walk.phase, walk.counts)) {
    const broken = rule.missing[walk.phase];
    if (broken === null) continue;
    const place = { path: rule.path, line: root?.line ?? 0, column: root?.column ?? 0 };
    const name = rule.path.slice(rule.path.lastIndexOf('/') + 1);
    walk.sink.list.add(broken, place, { name, nameZh: rule.nameZh, certainty: rule.certainty });
  }
}

/**
 * Sections that the phase asks for and that did not occur. A parent that is a section of its own must be there for its children to
 * be missed; other parents are mere brackets.
 */
export function missingSections(
  { sections }: CompiledTable,
  phase: Phase,
  counts: Uint32Array,
): readonly CompiledSection[] {
  const isThere = ({ index }: CompiledSection): boolean => (counts[index] ?? 0) > 0;
  return sections.filter((section) => {
    if (section.rule.missing[phase] === null || isThere(section)) return false;
    const parent = sections.find((other) => other.rule.path === section.rule.parent);
    return parent === undefined || isThere(parent);
  });
}
