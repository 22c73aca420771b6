import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../runtime/system-clock.js';
import { installationOf } from './installation.js';
import { leaseFile, reserveOutBox, takeLease } from './lease.js';

let directory: string;
let outBox: string;
/** Data directories. */
let a: string;
let b: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-lease-'));
  outBox = path.join(directory, 'Deccus001', 'OutBox');
  [a, b] = [path.join(directory, 'a'), path.join(directory, 'b')];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const LEASED = expect.objectContaining({ code: 'instance.outbox-leased' });

function write(lease: Readonly<Record<string, unknown>>): void {
  mkdirSync(path.dirname(outBox), { recursive: true });
  writeFileSync(
    leaseFile(outBox),
    JSON.stringify({
      installation: installationOf(a),
      owner: a,
      host: hostname(),
      isReserved: false,
      sinceMs: 1,
      ...lease,
    }),
  );
}

test('an OutBox that has an owner is refused to all others, until it is given back', () => {
  const lease = takeLease(outBox, a, systemClock);
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  expect(() => reserveOutBox(outBox, b, systemClock)).toThrow(LEASED);
  lease[Symbol.dispose]();
  expect(existsSync(leaseFile(outBox))).toBe(false);
  takeLease(outBox, b, systemClock)[Symbol.dispose]();
});

test('a reservation stays with its owner over runs', () => {
  reserveOutBox(outBox, a, systemClock);
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  takeLease(outBox, a, systemClock)[Symbol.dispose]();
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
});

test('a reservation outlives a run of its owner that died', () => {
  reserveOutBox(outBox, a, systemClock);
  takeLease(outBox, a, systemClock);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  write({ pid, isReserved: true });
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  takeLease(outBox, a, systemClock)[Symbol.dispose]();
});

test('where nothing can be written beside the OutBox, the lease is hidden in it', () => {
  // Its name with our ending is longer than a file system takes.
  outBox = path.join(directory, 'x'.repeat(250));
  const lease = takeLease(outBox, a, systemClock);
  expect(readdirSync(outBox)).toEqual(['.swic-lease']);
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  lease[Symbol.dispose]();
  expect(readdirSync(outBox)).toEqual([]);
});

test('a process that died leaves nothing behind that keeps others out; one on another machine may live', () => {
  reserveOutBox(outBox, a, systemClock);
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  write({ pid });
  takeLease(outBox, b, systemClock)[Symbol.dispose]();
  write({ pid, host: 'elsewhere' });
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
});

test('a lease that was written half has no owner', () => {
  reserveOutBox(outBox, a, systemClock);
  writeFileSync(leaseFile(outBox), '{"owner":"/d');
  takeLease(outBox, b, systemClock);
  expect(JSON.parse(readFileSync(leaseFile(outBox), 'utf8'))).toMatchObject({ owner: b, pid: process.pid });
});

test('what another took over since then is left alone by the one before', () => {
  const lease = takeLease(outBox, a, systemClock);
  write({ installation: installationOf(b), owner: b, pid: 1 });
  lease[Symbol.dispose]();
  expect(JSON.parse(readFileSync(leaseFile(outBox), 'utf8'))).toMatchObject({ owner: b });
});

test('the owner is known by its data directory, not by what its machine is called or where it is', () => {
  const lease = takeLease(outBox, a, systemClock);
  // A container that was killed and made again: another host name, the same volume, here mounted elsewhere.
  write({ owner: '/mnt/other', host: '4f0c1d9a7b21', pid: 1 });
  renameSync(a, path.join(directory, 'moved'));
  takeLease(outBox, path.join(directory, 'moved'), systemClock)[Symbol.dispose]();
  expect(existsSync(leaseFile(outBox))).toBe(false);
  // Its own predecessor, should it still live, does not take away what is no longer its own.
  takeLease(outBox, path.join(directory, 'moved'), systemClock);
  write({ host: '4f0c1d9a7b21', pid: process.pid });
  lease[Symbol.dispose]();
  expect(existsSync(leaseFile(outBox))).toBe(true);
});

test('another data directory at the same path of a machine of the same name is another owner', () => {
  write({ pid: null, isReserved: true });
  rmSync(a, { recursive: true });
  expect(() => takeLease(outBox, a, systemClock)).toThrow(LEASED);
});

test('a lease of before data directories had names is its own machine’s', () => {
  write({ installation: undefined, pid: null, isReserved: true });
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  takeLease(outBox, a, systemClock)[Symbol.dispose]();
  write({ installation: undefined, host: 'elsewhere', pid: 1 });
  expect(() => takeLease(outBox, a, systemClock)).toThrow(LEASED);
});

test('every way to one OutBox leads to its lease: a link to it, a link to what it is in, another mount of it alone', () => {
  const lease = takeLease(outBox, a, systemClock);
  const link = path.join(directory, 'link');
  symlinkSync(outBox, link, 'junction');
  const root = path.join(directory, 'root');
  symlinkSync(path.dirname(outBox), root, 'junction');
  for (const way of [link, path.join(root, 'OutBox'), path.join(directory, 'x', '..', 'Deccus001', 'OutBox')])
    expect(() => takeLease(way, b, systemClock), way).toThrow(LEASED);
  // Mounted by itself it has another neighbourhood: what is beside it is not seen there.
  rmSync(leaseFile(outBox));
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
  lease[Symbol.dispose]();
  takeLease(link, b, systemClock)[Symbol.dispose]();
  expect(readdirSync(outBox)).toEqual([]);
});

test('the lease of an older version, which is only beside the OutBox, counts', () => {
  write({ pid: process.pid });
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
});

test('a reservation that is left alone in an OutBox without a neighbour stays with its owner over runs', () => {
  outBox = path.join(directory, 'x'.repeat(250));
  mkdirSync(outBox);
  reserveOutBox(outBox, a, systemClock);
  takeLease(outBox, a, systemClock)[Symbol.dispose]();
  expect(() => takeLease(outBox, b, systemClock)).toThrow(LEASED);
});

test('a lease that a cleaning program removed from the OutBox is written again, and never over that of another', () => {
  const lease = takeLease(outBox, a, systemClock);
  const file = path.join(outBox, '.swic-lease');
  const before = readFileSync(file, 'utf8');
  rmSync(file);
  lease.keep();
  expect(readFileSync(file, 'utf8')).toBe(before);
  writeFileSync(file, 'another');
  lease.keep();
  expect(readFileSync(file, 'utf8')).toBe('another');
  rmSync(outBox, { recursive: true });
  lease.keep();
  expect(existsSync(outBox)).toBe(false);
  lease[Symbol.dispose]();
});
