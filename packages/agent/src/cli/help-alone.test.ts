import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { helpText } from './help-alone.js';
import { helpAlone } from './help-asked.js';
import { runProgram } from './program.js';

const words: string[] = [];
beforeEach(() => {
  words.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => words.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

describe('the list of commands without the commands', () => {
  test.each(['zh', 'en'] as const)('is the one that they make themselves (%s)', async (locale) => {
    await runProgram(['node', 'swic', '--help', '--locale', locale]);
    expect(words.join('')).toBe(helpText(locale));
  });

  test.each([
    [['--help'], null],
    [['help'], null],
    [['-h', '--locale', 'en'], 'en'],
    [['--locale=zh', '--help'], 'zh'],
  ] as const)('answers %j', (line, locale) => {
    expect(helpAlone(['node', 'swic', ...line])).toEqual({ isAsked: true, locale });
  });

  test.each([
    [['run', '--help']],
    [['help', 'run']],
    [[]],
    [['--locale', 'en']],
    [['--help', '--locale', 'fr']],
    [['--wrong', '-h']],
  ])('leaves %j to the whole program', (line) => {
    expect(helpAlone(['node', 'swic', ...line]).isAsked).toBe(false);
  });
});
