import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const { pathIn, fileWithPath, withDirectory, withoutDirectory, stateIn, removeLogonStarts } =
  require('../../scripts/package/windows/setup.cjs') as {
    readonly pathIn: (text: string) => string | null;
    readonly fileWithPath: (key: string, path: string) => string;
    readonly withDirectory: (path: string, directory: string) => string;
    readonly withoutDirectory: (path: string, directory: string) => string;
    readonly stateIn: (text: string) => number | null;
    readonly removeLogonStarts: (root: string) => void;
  };
const LONG = Array.from({ length: 300 }, (_, index) => `C:\\程序\\${index}`).join(';');

describe('the PATH that the installer changes', () => {
  test('is read as it was written, with variables, Chinese and any length', () => {
    const path = `%SystemRoot%\\system32;${LONG}`;
    expect(pathIn(fileWithPath('KEY', path))).toBe(path);
  });

  test('is read over the lines that `reg export` breaks it into, and as plain text', () => {
    expect(pathIn('[KEY]\r\n"Other"="x"\r\n"PATH"=hex(2):43,00,3a,00,\\\r\n  5c,00,00,00\r\n')).toBe('C:\\');
    expect(pathIn('[KEY]\r\n"Path"="C:\\\\a;D:\\\\b"\r\n')).toBe('C:\\a;D:\\b');
    expect(pathIn('[KEY]\r\n"Other"="x"\r\n')).toBeNull();
  });

  test('has the directory once, whatever its casing, and is as before without it', () => {
    const added = withDirectory(LONG, 'C:\\swic');
    expect(added).toBe(`${LONG};C:\\swic`);
    expect(withDirectory(`${LONG};c:\\SWIC\\`, 'C:\\swic')).toBe(`${LONG};c:\\SWIC\\`);
    expect(withoutDirectory(added, 'c:\\swic\\')).toBe(LONG);
    expect(withoutDirectory('C:\\a;;C:\\b', 'C:\\swic')).toBe('C:\\a;;C:\\b');
  });
});

describe('the state of a service that the installer waits for', () => {
  const said = (row: string, state: string): string =>
    [
      '',
      'SERVICE_NAME: swic',
      '        TYPE               : 10  WIN32_OWN_PROCESS ',
      `        ${row} : ${state} `,
      '                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_PRESHUTDOWN)',
      '        WIN32_EXIT_CODE    : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
    ].join('\r\n');

  test('is read by its number, in any language', () => {
    expect(stateIn(said('STATE             ', '4  RUNNING'))).toBe(4);
    expect(stateIn(said('×´Ì¬              ', '3  STOP_PENDING'))).toBe(3);
    expect(stateIn(said('STATUS            ', '1  STOPPED'))).toBe(1);
    expect(stateIn('[SC] EnumQueryServicesStatus:OpenService FAILED 1060:\r\n')).toBeNull();
  });
});

test('an uninstallation removes the starts at logon of its own program, and no other', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'swic-setup-'));
  const startup = path.join(home, 'Microsoft/Windows/Start Menu/Programs/Startup');
  const kept = process.env['APPDATA'];
  process.env['APPDATA'] = home;
  try {
    mkdirSync(startup, { recursive: true });
    const own = path.join(startup, 'swic.cmd');
    const other = path.join(startup, 'other.cmd');
    writeFileSync(own, `start "swic" /min cmd /c ""${path.join('/own', 'swic.cmd')}" run"`);
    writeFileSync(other, `start "swic" /min cmd /c ""${path.join('/other', 'swic.cmd')}" run"`);
    removeLogonStarts('/own');
    expect([existsSync(own), existsSync(other)]).toEqual([false, true]);
  } finally {
    if (kept === undefined) delete process.env['APPDATA'];
    else process.env['APPDATA'] = kept;
    rmSync(home, { recursive: true, force: true });
  }
});
