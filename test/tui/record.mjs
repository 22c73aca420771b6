// @ts-check
// Makes test/tui/recording.json: the events of a real run over the examples, and the agent's answers to what the dashboard asks. Run
// by hand (`node test/tui/record.mjs`, after a build) when events or answers change their form; then look at the frames again.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAgent } from '@swic/core/client';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SWIC = path.join(ROOT, 'packages/agent/bin/swic.cjs');
const OUT = fileURLToPath(new URL('./recording.json', import.meta.url));
/** @type {import('@swic/core/contract').BrowseParams} */
const ALL = { words: [], isFaultsOnly: false, sinceMs: null, untilMs: null, order: 'newest', beyond: null, limit: 200 };

const directory = mkdtempSync(path.join(tmpdir(), 'swic-record-'));
const config = path.join(directory, 'swic.yaml');
await run(['demo', '--dir', directory, '--once', '--locale', 'zh']);
const agent = spawn(process.execPath, [SWIC, 'run', '--config', config], { stdio: 'ignore' });
const client = await connectSoon();
/** @type {unknown[]} */
const events = [];
client.on('event', (event) => void events.push(event));
events.push(...(await client.call('subscribe', { afterSeq: null })));
const outBox = path.join(directory, 'boxes/Deccus001/OutBox');
const documentsFrom = path.join(ROOT, 'examples/documents/DEC');
for (const name of readdirSync(documentsFrom)
  .filter((file) => file.endsWith('.xml'))
  .slice(0, 4))
  cpSync(path.join(documentsFrom, name), path.join(outBox, name));
cpSync(path.join(ROOT, 'examples/broken/DEC/重复字段.xml'), path.join(outBox, '重复字段.xml'));
await sleep(4_000);
await client.call('stopFlow', { business: 'MFT', direction: 'send' });
await sleep(500);
const status = await client.call('status', null);
const documents = await client.call('browseDocuments', ALL);
const rejected = documents.documents.find(({ stage }) => stage === 'rejected');
const filed = documents.documents.find(({ stage }) => stage === 'filed');
const recording = {
  status,
  events,
  documents,
  rejected: await client.call('examine', { document: rejected?.id ?? '' }),
  filed: await client.call('examine', { document: filed?.id ?? '' }),
  receipts: await client.call('listReceipts', {
    business: null,
    states: null,
    customs: null,
    sinceMs: null,
    untilMs: null,
    text: null,
    before: null,
    limit: 60,
  }),
  settings: await client.call('settings', null),
  test: await client.call('testConnection', null),
};
await client[Symbol.asyncDispose]();
agent.kill('SIGTERM');
const text = JSON.stringify(recording, null, 1).replaceAll(directory, '/srv/swic');
writeFileSync(OUT, `${text}\n`);
rmSync(directory, { recursive: true, force: true });

/** @param {readonly string[]} words */
function run(words) {
  return new Promise((resolve) =>
    spawn(process.execPath, [SWIC, ...words], { stdio: 'ignore' }).once('close', resolve),
  );
}

async function connectSoon() {
  for (;;) {
    try {
      return await connectAgent(path.join(directory, 'data'));
    } catch {
      // Not listening yet.
      await sleep(50);
    }
  }
}

/** @param {number} delayMs */
function sleep(delayMs) {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
