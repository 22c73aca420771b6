import { expect, test } from 'vitest';
import { type ConfigWorld, defaultConfig } from './default-config.js';

const there = (...files: readonly string[]): Pick<ConfigWorld, 'look'> => ({
  look: (file) => (files.includes(file) ? 'there' : 'absent'),
});
const linux = { platform: 'linux', environment: {}, home: '/home/broker', dataDirectory: null } as const;
const windows = {
  platform: 'win32',
  environment: { ProgramData: 'C:\\ProgramData' },
  home: null,
  dataDirectory: null,
} as const;
const ALL = there('./swic.yaml', '/home/broker/.config/swic/swic.yaml', '/etc/swic/swic.yaml');

test('the configuration in the directory of the command comes before those of the user and of the machine', () => {
  expect(defaultConfig({ ...linux, ...ALL })).toBe('./swic.yaml');
});

test('the one that SWIC_CONFIG names comes before all, and is not replaced where it is missing', () => {
  expect(defaultConfig({ ...linux, ...ALL, environment: { SWIC_CONFIG: '/srv/a.yaml' } })).toBe('/srv/a.yaml');
});

test('the one of the user comes before the one of the machine', () => {
  const both = there('/home/broker/.config/swic/swic.yaml', '/etc/swic/swic.yaml');
  expect(defaultConfig({ ...linux, ...both })).toBe('/home/broker/.config/swic/swic.yaml');
  expect(defaultConfig({ ...linux, ...there('/etc/swic/swic.yaml') })).toBe('/etc/swic/swic.yaml');
});

test('XDG_CONFIG_HOME says where the one of the user is; a relative one is passed over', () => {
  const set = { ...linux, ...there('/xdg/swic/swic.yaml', '/home/broker/.config/swic/swic.yaml') };
  expect(defaultConfig({ ...set, environment: { XDG_CONFIG_HOME: '/xdg' } })).toBe('/xdg/swic/swic.yaml');
  expect(defaultConfig({ ...set, environment: { XDG_CONFIG_HOME: 'xdg' } })).toBe(
    '/home/broker/.config/swic/swic.yaml',
  );
});

test('on Windows it is in ProgramData', () => {
  expect(defaultConfig({ ...windows, ...there('C:\\ProgramData\\swic\\swic.yaml') })).toBe(
    'C:\\ProgramData\\swic\\swic.yaml',
  );
});

test('on Windows it is where the installer was told, and ./swic.yaml comes before it', () => {
  const installed = { ...windows, dataDirectory: 'D:\\单一窗口' };
  const file = 'D:\\单一窗口\\swic.yaml';
  expect(defaultConfig({ ...installed, ...there(file, 'C:\\ProgramData\\swic\\swic.yaml') })).toBe(file);
  expect(defaultConfig({ ...installed, ...there(file, './swic.yaml') })).toBe('./swic.yaml');
});

test('where there is none, it is looked for in the directory of the command', () => {
  expect(defaultConfig({ ...linux, ...there() })).toBe('./swic.yaml');
  expect(defaultConfig({ ...windows, ...there() })).toBe('./swic.yaml');
});

test('one that this account may not see is named only where there is no other', () => {
  const hidden = '/home/broker/.config/swic/swic.yaml';
  const seen = (...files: readonly string[]): Pick<ConfigWorld, 'look'> => ({
    look: (file) => (file === hidden ? 'hidden' : files.includes(file) ? 'there' : 'absent'),
  });
  expect(defaultConfig({ ...linux, ...seen() })).toBe(hidden);
  expect(defaultConfig({ ...linux, ...seen('/etc/swic/swic.yaml') })).toBe('/etc/swic/swic.yaml');
});
