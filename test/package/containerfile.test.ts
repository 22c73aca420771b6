import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readContainerfile } from '../../scripts/package/containerfile.mjs';
import { ROOT } from '../../scripts/package/places.mjs';

const FILE = readFileSync(join(ROOT, 'scripts/package/container/Containerfile'), 'utf8');

test('the image runs the agent as an account of its own, and is looked at once a minute', () => {
  expect(readContainerfile(FILE)).toMatchObject({
    User: '10001:10001',
    Entrypoint: ['/usr/bin/swic'],
    Cmd: ['run'],
    StopSignal: 'SIGTERM',
    Healthcheck: {
      Test: ['CMD', '/usr/lib/swic/runtime/node', '/usr/lib/swic/bin/healthy.cjs'],
      Interval: 60e9,
      Retries: 3,
    },
  });
});

test.each(['RUN apt-get update', 'FROM debian:12', 'ADD more.tar /', 'COPY a b'])(
  'an instruction that the archive would not follow is refused: %s',
  (line) => {
    expect(() => readContainerfile(`${FILE}${line}\n`)).toThrow('is not understood here');
  },
);
