import { expect, test } from 'vitest';
import type { ServiceFacts } from './definition.js';
import { createWords } from './windows-service.js';

const FACTS: ServiceFacts = {
  name: 'swic',
  program: 'C:\\Program Files\\swic\\swic.cmd',
  script: [],
  config: 'D:\\数据 1\\swic.yaml',
  directory: 'D:\\数据 1',
  user: null,
  wrapper: 'C:\\Program Files\\swic\\swic-service.exe',
  isTask: false,
  isLogon: false,
  places: ['D:\\数据 1'],
};

test('a service is made with its own account, starts at boot, and quotes both paths', () => {
  expect(createWords(FACTS)).toEqual([
    'create',
    'swic',
    'binPath=',
    '"C:\\Program Files\\swic\\swic-service.exe" --name swic --config "D:\\数据 1\\swic.yaml"',
    'start=',
    'delayed-auto',
    'obj=',
    'NT SERVICE\\swic',
    'DisplayName=',
    'swic',
  ]);
});

test.each(['NT AUTHORITY\\LocalService', 'nt service\\swic', 'LocalSystem', 'FIRM\\swic$'])(
  '%s needs no password',
  (user) => {
    expect(createWords({ ...FACTS, user })).toContain(user);
  },
);

test.each(['PC\\operator', 'operator@firm.example'])('%s has a password, which no command line may hold', (user) => {
  expect(() => createWords({ ...FACTS, user })).toThrow(expect.objectContaining({ code: 'command.usage' }));
});

test.each(['', 'a b', 'a"b', 'a\\b', 'a/b', '服务', 'x'.repeat(81)])('"%s" is no name of a service', (name) => {
  expect(() => createWords({ ...FACTS, name })).toThrow(expect.objectContaining({ code: 'command.usage' }));
});

test('without the program that Windows starts there is no service', () => {
  expect(() => createWords({ ...FACTS, wrapper: null })).toThrow(expect.objectContaining({ code: 'command.failed' }));
});
