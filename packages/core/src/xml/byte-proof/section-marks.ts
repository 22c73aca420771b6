import { levelOf, type Phase, type RuleLevels } from '../../domain/rules/rule-names.js';
import { missingSections } from '../rules/check-fields.js';
import type { CompiledSection, CompiledTable } from '../rules/compile-table.js';
import { firstSlots } from './name-tree.js';

/** A field that may not be empty, by numbers. */
interface NeededSlot {
  readonly slot: number;
  /** -1 = always needed. */
  readonly conditionSlot: number;
  /** Null = any text. */
  readonly wanted: string | null;
}

const PHASES = ['draft', 'declare'] as const satisfies readonly Phase[];

/**
 * What of a document's sections has been met: the same questions that `checkFields` asks, answered in numbers. A mark is the
 * number of the section's occurrence, so nothing has to be cleared between occurrences or documents. Every doubt is a false.
 */
export class SectionMarks {
  readonly #table: CompiledTable;
  readonly #levels: RuleLevels;
  readonly #needed: Readonly<Record<Phase, readonly (readonly NeededSlot[])[]>>;
  readonly #compared: ReadonlySet<number>;
  readonly #counts: Uint32Array;
  readonly #serials: Float64Array;
  readonly #lastIndexes: Int32Array;
  readonly #met: Float64Array;
  readonly #filled: Float64Array;
  /** Trimmed texts of the fields that a need compares with a value. */
  readonly #texts: string[];
  readonly #isMissing: Record<Phase, boolean> = { draft: false, declare: false };
  #serial = 0;

  constructor(table: CompiledTable, levels: RuleLevels) {
    this.#table = table;
    this.#levels = levels;
    const bases = firstSlots(table);
    const neededIn = (phase: Phase): readonly (readonly NeededSlot[])[] =>
      table.sections.map((section) => neededSlots(section, phase, bases[section.index] ?? 0, levels));
    this.#needed = { draft: neededIn('draft'), declare: neededIn('declare') };
    const all = PHASES.flatMap((phase) => this.#needed[phase].flat());
    this.#compared = new Set(all.flatMap(({ conditionSlot, wanted }) => (wanted === null ? [] : [conditionSlot])));
    const slots = table.sections.reduce((sum, { rule }) => sum + rule.fields.length, 0);
    this.#counts = new Uint32Array(table.sections.length);
    this.#serials = new Float64Array(table.sections.length);
    this.#lastIndexes = new Int32Array(table.sections.length);
    this.#met = new Float64Array(slots);
    this.#filled = new Float64Array(slots);
    this.#texts = new Array<string>(slots).fill('');
  }

  /** Before each document. */
  begin(): void {
    this.#counts.fill(0);
    for (const phase of PHASES) this.#isMissing[phase] = false;
  }

  /** Is the text of this field compared with a value? */
  isCompared(slot: number): boolean {
    return this.#compared.has(slot);
  }

  openSection({ index, rule }: CompiledSection): boolean {
    const count = (this.#counts[index] ?? 0) + 1;
    this.#counts[index] = count;
    this.#serial += 1;
    this.#serials[index] = this.#serial;
    this.#lastIndexes[index] = -1;
    return count === 1 || rule.isRepeated;
  }

  /** False where a field comes twice, or where the order counts and is another. */
  meetField({ index: section, rule }: CompiledSection, index: number, slot: number): boolean {
    const serial = this.#serials[section];
    if (serial === undefined || this.#met[slot] === serial) return false;
    this.#met[slot] = serial;
    if (rule.isOrdered && index < (this.#lastIndexes[section] ?? -1)) return false;
    this.#lastIndexes[section] = index;
    return true;
  }

  fill({ index }: CompiledSection, slot: number): void {
    this.#filled[slot] = this.#serials[index] ?? 0;
  }

  keepText(slot: number, trimmed: string): void {
    this.#texts[slot] = trimmed;
  }

  /** The phase is known at the end of the document only, so both are asked. False = something is missing in either. */
  closeSection({ index }: CompiledSection): boolean {
    const serial = this.#serials[index] ?? 0;
    for (const phase of PHASES)
      if (!this.#isMissing[phase] && this.#misses(this.#needed[phase][index] ?? [], serial))
        this.#isMissing[phase] = true;
    return !(this.#isMissing.draft && this.#isMissing.declare);
  }

  /** Is everything there that the phase asks for? */
  isWhole(phase: Phase): boolean {
    if (this.#isMissing[phase]) return false;
    return missingSections(this.#table, phase, this.#counts).every(({ rule }) => {
      const broken = rule.missing[phase];
      return broken === null || levelOf(this.#levels, broken, rule.path, rule.certainty) === 'off';
    });
  }

  #misses(needed: readonly NeededSlot[], serial: number): boolean {
    for (const { slot, conditionSlot, wanted } of needed) {
      if (this.#filled[slot] === serial) continue;
      if (conditionSlot < 0) return true;
      const isAsked =
        wanted === null
          ? this.#filled[conditionSlot] === serial
          : this.#met[conditionSlot] === serial && this.#texts[conditionSlot] === wanted;
      if (isAsked) return true;
    }
    return false;
  }
}

/** What is off leaves no trace, so it is not asked for. */
function neededSlots(
  { rule: section, needed }: CompiledSection,
  phase: Phase,
  base: number,
  levels: RuleLevels,
): readonly NeededSlot[] {
  return needed[phase]
    .filter(({ field, rule }) => levelOf(levels, rule, `${section.path}/${field.name}`, field.needCertainty) !== 'off')
    .map(({ field, index, conditionIndex }) => ({
      slot: base + index,
      conditionSlot: conditionIndex < 0 ? -1 : base + conditionIndex,
      wanted: field.condition?.value ?? null,
    }));
}
