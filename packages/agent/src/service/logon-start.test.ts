import { expect, test } from 'vitest';
import { logonScript, swicLine } from './logon-start.js';

const facts = {
  name: 'swic',
  program: 'C:\\Program Files\\swic\\swic.cmd',
  script: [],
  config: 'C:\\数据 100%\\swic.yaml',
  directory: 'C:\\数据 100%',
  user: null,
  wrapper: null,
  isTask: false,
  isLogon: true,
  places: [],
};

test('the start at logon is said in UTF-8, quotes every path, and leaves a percent sign as it is', () => {
  expect(logonScript(facts).split('\r\n')).toEqual([
    '@echo off',
    'chcp 65001 >nul',
    'cd /d "C:\\数据 100%%"',
    'start "swic" /min cmd /c ""C:\\Program Files\\swic\\swic.cmd" run --config "C:\\数据 100%%\\swic.yaml""',
    '',
  ]);
});

test('from a package of npm it starts Node with the program', () => {
  const script = logonScript({ ...facts, program: 'C:\\node.exe', script: ['C:\\swic\\bin\\swic.cjs'] });
  expect(script).toContain('""C:\\node.exe" "C:\\swic\\bin\\swic.cjs" run --config');
});

test('the agent is asked to end by one line, in which a percent sign is itself', () => {
  expect(swicLine(facts, 'shutdown', (text) => `"${text}"`)).toBe(
    '"C:\\Program Files\\swic\\swic.cmd" shutdown --config "C:\\数据 100%\\swic.yaml"',
  );
});
