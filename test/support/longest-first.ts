import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, measured on two cores, the longest first. Vitest learns the durations only from a run before, and starts
 * with the largest file where there was none: then a short file with long tests comes last, and the other workers wait for it.
 * A file that is missing here starts later than it might; nothing else.
 */
const LONGEST = [
  'test/architecture/tree.test.ts',
  'test/e2e/card-commands.test.ts',
  'test/fault/kill.test.ts',
  'test/fault/kill-brokers.test.ts',
  'test/e2e/signing.test.ts',
  'test/e2e/tui.test.ts',
  'test/e2e/spine.test.ts',
  'test/fault/ledger-gone.test.ts',
  'test/fault/agent-files.test.ts',
  'test/fault/small-things.test.ts',
  'test/fault/agent-directions.test.ts',
  'test/conformance/ibmmq.test.ts',
  'test/e2e/reload-at-the-end.test.ts',
  'test/fault/ledger-care.test.ts',
  'test/fault/backup.test.ts',
  'test/e2e/verify.test.ts',
  'test/e2e/golden-receipts.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    return others
      .map((file, at) => ({ file, at }))
      .sort((a, b) => rank(a) - rank(b))
      .map(({ file }) => file);
  }
}

function rank({ file, at }: { readonly file: TestSpecification; readonly at: number }): number {
  const path = file.moduleId.replaceAll('\\', '/');
  const known = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
  return known < 0 ? LONGEST.length + at : known;
}
