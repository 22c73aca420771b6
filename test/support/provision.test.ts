import { describe, expect, test } from 'vitest';
import { chooseCompiler } from './compiler.mjs';
import { chooseBroker } from './rabbitmq-server.mjs';

describe('where the broker of the tests comes from', () => {
  const all = { url: 'amqp://broker', isSkipped: true, server: '/sbin/rabbitmq-server', installer: [] };

  test('a person who skips these tests is asked for nothing', () => {
    expect(chooseBroker(all)).toEqual({ kind: 'skipped' });
  });

  test('a named broker is used before an installed one', () => {
    expect(chooseBroker({ ...all, isSkipped: false })).toEqual({ kind: 'external', url: 'amqp://broker' });
  });

  test('an installed one is used before one is installed', () => {
    const facts = { ...all, isSkipped: false, url: null };
    expect(chooseBroker(facts)).toEqual({ kind: 'installed', server: '/sbin/rabbitmq-server' });
    expect(chooseBroker({ ...facts, server: null })).toEqual({ kind: 'installable', installer: [] });
  });

  test('where nothing is possible, one sentence names the three ways out', () => {
    const source = chooseBroker({ isSkipped: false, url: null, server: null, installer: null });
    expect(source).toMatchObject({
      kind: 'impossible',
      sentence: expect.stringMatching(/rabbitmq-server.*SWIC_TEST_AMQP_URL.*SWIC_TEST_SKIP_RABBITMQ=1/),
    });
  });
});

describe('where the C compiler of the tests comes from', () => {
  test('skipped, found, installable, impossible, in this order', () => {
    const facts = { isSkipped: true, program: 'cc', installer: ['sudo', '-n'] };
    expect(chooseCompiler(facts)).toEqual({ kind: 'skipped' });
    expect(chooseCompiler({ ...facts, isSkipped: false })).toEqual({ kind: 'found', program: 'cc' });
    const absent = { ...facts, isSkipped: false, program: null };
    expect(chooseCompiler(absent)).toEqual({ kind: 'installable', installer: ['sudo', '-n'] });
    expect(chooseCompiler({ ...absent, installer: null })).toMatchObject({
      kind: 'impossible',
      sentence: expect.stringMatching(/gcc.*SWIC_TEST_SKIP_COMPILER=1/),
    });
  });
});
