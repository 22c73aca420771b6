import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { thirdParties, thirdPartyText } from '../../scripts/package/third-party.mjs';

/** Without what makes the same words look different: lines, columns and marks of Markdown. */
const plain = (text: string): string => text.replaceAll(/[\s*]+/g, ' ').trim();

test('every line of every licence of a library is in THIRD-PARTY.txt, under the name of the library', () => {
  const parties = thirdParties();
  const text = thirdPartyText(parties);
  const parts = text.split(/^={100}$/m);
  for (const { name, version, directory, isNative } of parties) {
    expect(text, name).toContain(`${name} ${version}  `);
    if (directory === null || isNative) continue;
    const files = readdirSync(directory).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
    if (files.length === 0) continue;
    const part = plain(parts.find((each) => each.split('\n').includes(`${name} ${version}`)) ?? '');
    const lines = files.flatMap((file) => readFileSync(join(directory, file), 'utf8').split('\n').map(plain));
    // The terms of several are said once, broken into other lines: a word at a time where a line is not there as it is.
    expect(
      lines.filter((line) => !part.includes(line)),
      `${name} ${version}`,
    ).toEqual([]);
  }
});
