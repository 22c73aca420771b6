import { describe, expect, test } from 'vitest';
import { isProgramRunning, listsProgram } from './processes.js';

describe('what tasklist prints', () => {
  const CLIENT = 'SW.ClientApp.exe';

  test.each([
    ['one process', '"SW.ClientApp.exe","4242","Console","1","152,340 K"\r\n'],
    ['behind an empty line', '\r\n"SW.ClientApp.exe","4242","Console","1","152,340 K"\r\n'],
    ['in another casing', '"sw.clientapp.EXE","4242","RDP-Tcp#0","2","152,340 K"\r\n'],
    [
      'several processes',
      '"SW.ClientApp.exe","1","Services","0","1 K"\r\n"SW.ClientApp.exe","2","Console","1","2 K"\r\n',
    ],
    ['line ends of one character', '"other.exe","1","Console","1","1 K"\n"SW.ClientApp.exe","2","Console","1","2 K"\n'],
  ])('with the client: %s', (_, output) => {
    expect(listsProgram(output, CLIENT)).toBe(true);
  });

  test.each([
    ['nothing', ''],
    ['the sentence that none runs', 'INFO: No tasks are running which match the specified criteria.\r\n'],
    ['the same in Chinese', '信息: 没有运行的任务匹配指定标准。\r\n'],
    ['the same in the encoding of a Chinese console', Buffer.from('d0c5cfa23a20c3bbd3d0', 'hex').toString('utf8')],
    [
      'a program with a longer name',
      '"SW.ClientApp.exe.old","1","Console","1","1 K"\r\n"MySW.ClientApp.exe","2","Console","1","1 K"\r\n',
    ],
    ['the name in another column', '"cmd.exe","1","SW.ClientApp.exe","1","1 K"\r\n'],
  ])('without the client: %s', (_, output) => {
    expect(listsProgram(output, CLIENT)).toBe(false);
  });
});

test.skipIf(process.platform === 'win32')('elsewhere it cannot be told', async () => {
  expect(await isProgramRunning('SW.ClientApp.exe')).toBeNull();
});
