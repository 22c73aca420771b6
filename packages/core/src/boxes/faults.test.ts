import { expect, test } from 'vitest';
import { Fault } from '../contract/fault.js';
import { errnoOf, toFault } from './faults.js';

const failed = (code: string): Error => Object.assign(new Error('as the system says it'), { code });

test.each([
  ['ENOENT', 'disk.missing', 'document.vanished'],
  ['ESTALE', 'disk.missing', 'disk.missing'],
  ['EACCES', 'disk.denied', 'disk.denied'],
  ['EROFS', 'disk.denied', 'disk.denied'],
  ['EBUSY', 'disk.locked', 'disk.locked'],
  ['ENOSPC', 'disk.full', 'disk.full'],
  ['EDQUOT', 'disk.full', 'disk.full'],
  ['EIO', 'disk.failed', 'disk.failed'],
])('%s is %s of a box and %s of a document', (errno, box, document) => {
  expect(toFault(failed(errno), 'box', 'p', 'linux').code).toBe(box);
  expect(toFault(failed(errno), 'document', 'p', 'linux').code).toBe(document);
});

test('on Windows a refused file is one that another program holds', () => {
  expect(toFault(failed('EPERM'), 'document', 'p', 'win32').code).toBe('disk.locked');
  expect(toFault(failed('EACCES'), 'box', 'p', 'win32').code).toBe('disk.denied');
});

test('a fault says where, keeps the system’s word, and stays the fault it was', () => {
  const fault = toFault(failed('ENOSPC'), 'box', 'OutBox');
  expect(fault).toMatchObject({
    detail: { path: 'OutBox', errno: 'ENOSPC' },
    reason: 'as the system says it',
    fate: 'hold',
  });
  const own = new Fault('document.changed');
  expect(toFault(own, 'box', 'p')).toBe(own);
  expect(toFault('no error at all', 'box', 'p').code).toBe('disk.failed');
  expect(errnoOf(null)).toBe('');
});
