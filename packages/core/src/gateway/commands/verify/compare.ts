import { Fault } from '../../../contract/fault.js';
import type { DocumentRecord } from '../../../domain/document.js';
import type { BoxSurvey, SurveyedFile } from '../../../ports/boxes.js';

/** What a file has to be. */
export interface Expected extends Pick<DocumentRecord, 'sizeBytes' | 'sha256'> {
  /** Epoch ms at which it was in its place for certain; null = not known, so that its content has to be read. */
  readonly placedMs: number | null;
}

export type Comparison = 'absent' | 'same' | 'other' | 'unreadable';

/** Compares files with the ledger, and counts those that it had to read for that. */
export class Comparer {
  readonly isFull: boolean;
  compared = 0;

  constructor(isFull: boolean) {
    this.isFull = isFull;
  }

  /**
   * Quick: a file of the right size that was not changed since it was put there, by the time that the file system keeps of any
   * change, is the same. A rename changes that time too, and it cannot be set back; so what was put in place of it is read.
   */
  async compare(survey: BoxSurvey, file: SurveyedFile, expected: Expected): Promise<Comparison> {
    const facts = await survey.facts(file);
    if (facts === null) return 'absent';
    if (facts.sizeBytes !== expected.sizeBytes) return 'other';
    // Refused before it was read, or of a version that did not keep it: there is nothing to compare it with.
    if (expected.sha256 === '') return 'same';
    const isUntouched = expected.placedMs !== null && facts.changedMs <= expected.placedMs;
    if (!this.isFull && isUntouched) return 'same';
    const content = await this.read(survey, file);
    if (content === 'unreadable') return content;
    if (content === null) return 'absent';
    return content === expected.sha256 ? 'same' : 'other';
  }

  /** Hex SHA-256; null when it is gone. */
  async read(survey: BoxSurvey, file: SurveyedFile): Promise<string | null> {
    this.compared += 1;
    try {
      return await survey.sha256(file);
    } catch (reason) {
      // One file must not keep the others from being compared.
      if (Fault.from(reason, 'internal.unexpected').code.startsWith('disk.')) return 'unreadable';
      throw reason;
    }
  }
}
