import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContext } from './context.js';
import { answerOrWatch } from './watching.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** Answers three times; the last one is told to stop as Ctrl-C tells it. */
async function watchThree(isJson: boolean, format?: string): Promise<number> {
  const real = createContext({ config: 'nothing.yaml', json: isJson && format === undefined, locale: 'en' });
  const context = { ...real, clock: { ...real.clock, sleep: () => Promise.resolve() } };
  let answers = 0;
  return answerOrWatch(context, { watch: '1', ...(format === undefined ? {} : { format }) }, async (each) => {
    answers += 1;
    if (answers === 3) process.emit('SIGINT');
    if (isJson) each.printJson({ answers });
    else each.print(`answer ${answers}`);
    return answers;
  });
}

test('answers follow each other until Ctrl-C, and the last one is the exit code', async () => {
  expect(await watchThree(false)).toBe(3);
  expect(written.match(/answer \d/g)).toEqual(['answer 1', 'answer 2', 'answer 3']);
  expect(written).not.toContain('\u001b');
});

test('as JSON each answer is one line', async () => {
  await watchThree(true);
  const lines = written.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ answers: 1 }, { answers: 2 }, { answers: 3 }]);
});

test('a list that is asked for as JSON by its format is one line too', async () => {
  await watchThree(true, 'json');
  expect(written.trim().split('\n')).toHaveLength(3);
});

test('a list that is watched is not printed as csv: answers behind each other are no file of a spreadsheet', async () => {
  await expect(watchThree(false, 'csv')).rejects.toMatchObject({ code: 'command.usage' });
  expect(written).toBe('');
});

test('an answer that fails is said, and the next one is asked for', async () => {
  const real = createContext({ config: 'nothing.yaml', json: false, locale: 'en' });
  const context = { ...real, clock: { ...real.clock, sleep: () => Promise.resolve() } };
  let isFirst = true;
  const code = await answerOrWatch(context, { watch: true }, async (each) => {
    if (!isFirst) {
      process.emit('SIGINT');
      each.print('it is back');
      return 0;
    }
    isFirst = false;
    return Promise.reject(new Error('gone'));
  });
  expect(code).toBe(0);
  expect(written).toMatch(/internal\.unexpected[\s\S]*it is back/);
});
