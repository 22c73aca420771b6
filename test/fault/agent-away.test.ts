import { mkdirSync, renameSync, rmdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { ControlClient } from '@swic/core/client';
import { expect, test } from 'vitest';
import { startSwic } from '../support/agent-process.js';
import { declaration, truncatedDeclaration } from '../support/documents.js';
import { openPlatform } from '../support/platform.js';
import { until } from '../support/until.js';
import { expectVerified } from '../support/verify.js';
import { openWorld, type World } from '../support/world.js';

/** Boxes that are away: at the start, and while it runs. */

const FOLDER = 'Deccus001';

test('boxes that cannot be opened at the start hold their own business, which begins when they are back', async () => {
  await using world = open();
  await using platform = await openPlatform(world);
  const tempBox = world.box(FOLDER, 'TempBox');
  const elsewhere = path.join(world.directory, 'not-mounted');
  mkdirSync(path.dirname(tempBox), { recursive: true });
  symlinkSync(elsewhere, tempBox, 'junction');
  world.drop(FOLDER, 'waits.xml', declaration(1));
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is held', () => isHeld(client, tempBox));
  const others = (await client.call('status', null)).businesses.filter(({ key }) => key !== 'DEC');
  expect(others.every(({ send }) => send?.state !== 'held')).toBe(true);
  expect(world.list(FOLDER, 'OutBox')).toEqual(['waits.xml']);

  mkdirSync(elsewhere);
  await until('it is answered', () => world.list(FOLDER, 'InBox').length === 1);
  const { businesses } = await client.call('status', null);
  expect(businesses.find(({ key }) => key === 'DEC')).toMatchObject({ send: { state: 'running', fault: null } });
  agent.kill('SIGTERM');
  expect(await agent.finished).toMatchObject({ code: 0 });
  expect(platform.received).toHaveLength(1);
  await expectVerified(world);
});

test('a TempBox with documents in it that is away at the start makes none of them lost', async () => {
  await using world = open();
  await using platform = await openPlatform(world);
  const tempBox = world.box(FOLDER, 'TempBox');
  {
    await using agent = startSwic(world, ['run']);
    await using client = await agent.connect();
    renameSync(world.box(FOLDER, 'SentBox'), path.join(world.directory, 'away'));
    world.drop(FOLDER, 'sent.xml', declaration(1));
    await until('it is sent and waits for its place', async () => {
      const [trace] = await client.call('trace', { query: 'sent.xml' });
      return trace?.document.stage === 'sent';
    });
    await until('SentBox is named', () => isHeld(client, world.box(FOLDER, 'SentBox')));
    agent.kill('SIGKILL');
    await agent.finished;
  }
  renameSync(path.join(world.directory, 'away'), world.box(FOLDER, 'SentBox'));
  renameSync(tempBox, `${tempBox}.away`);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  await until('it is held', () => isHeld(client, tempBox));
  renameSync(`${tempBox}.away`, tempBox);

  await until('it is filed', () => world.list(FOLDER, 'SentBox').length === 1);
  agent.kill('SIGTERM');
  await agent.finished;
  expect(platform.received).toHaveLength(1);
  expect(world.logs()).not.toContain('document.lost');
  await expectVerified(world);
});

test('a FailBox that is gone holds the flow, is named, and takes what waits for it when it is back', async () => {
  await using world = open();
  await using _platform = await openPlatform(world);
  await using agent = startSwic(world, ['run']);
  await using client = await agent.connect();
  const failBox = world.box(FOLDER, 'FailBox');
  rmdirSync(failBox);
  world.drop(FOLDER, 'broken.xml', truncatedDeclaration(1));
  await until('it is held', () => isHeld(client, failBox));
  mkdirSync(failBox);
  await until('it is in FailBox', () => world.list(FOLDER, 'FailBox').length === 1);
  world.drop(FOLDER, 'next.xml', declaration(2));
  await until('the next one is filed', () => world.list(FOLDER, 'SentBox').length === 1);
  agent.kill('SIGTERM');
  expect(await agent.finished).toMatchObject({ code: 0 });
  await expectVerified(world);
});

function open(): World {
  const send = { settleMs: 50, scanIntervalMs: 200, incompleteGraceMs: 500 };
  return openWorld({ transport: 'embedded', businesses: { DEC: { send }, NPTS: { send: { ...send } } } });
}

async function isHeld(client: ControlClient, directory: string): Promise<boolean> {
  const { businesses } = await client.call('status', null);
  const fault = businesses.find(({ key }) => key === 'DEC')?.send?.fault;
  return fault?.code.startsWith('disk.') === true && JSON.stringify(fault.detail).includes(directory);
}
