// The acts that are asked of a receipt, in one straight line over the packages that swic uses: opened in the threads, recognised by
// its fingerprint, joined with its document, durable with its bytes, written and renamed into InBox, accepted, recorded. No crash is
// survived, no fault handled, nothing told or stopped. What this costs is not saved by any other shape of the code around it.
// With `hasStore: false` nothing of it is asked of LevelDB: the journal alone keeps the bytes, and no receipt finds its document.
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fdatasync, mkdirSync, openSync, renameSync, writeSync, writevSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import amqp from 'amqplib';
import { openJobs } from '../../../packages/core/dist/gateway/open-jobs.js';
import { WINDOW } from '../bare.mjs';
import { clientSeqNo } from '../samples.mjs';
import { createCounter, idOf, openStore, ready } from './common.mjs';

const { amqpUrl, queue, directory, hasStore, warmUp, documents } = JSON.parse(process.argv[2]);
const OPENING_MAX = 2;
const never = new AbortController().signal;
const syncData = promisify(fdatasync);

const jobs = await openJobs(null, [], () => undefined);
const store = await openStore(directory);
const journal = openSync(path.join(directory, 'bytes'), 'wx');
let journalBytes = 0;
const [inBox, aside] = ['InBox', 'aside'].map((name) => path.join(directory, name));
for (const box of [inBox, aside]) mkdirSync(box);
if (hasStore) await rememberDocuments(warmUp + documents);

let finish;
const finished = new Promise((resolve) => (finish = resolve));
const count = createCounter({ warmUp, documents }, finish);
const connection = await amqp.connect(amqpUrl, { noDelay: true });
const channel = await connection.createChannel();
await channel.prefetch(WINDOW);
await ready();

let arrived = [];
let opening = 0;
let turn = Promise.resolve();
let opened = [];
let isKeeping = false;
let minted = 0;
await channel.consume(queue, (message) => {
  arrived.push(message);
  setImmediate(open);
});
await finished;
await connection.close();
process.exit(0);

/** What was sent before: the documents that the receipts answer. */
async function rememberDocuments(wanted) {
  for (let at = 0; at < wanted; at += 500) {
    const batch = store.batch();
    for (let number = at; number < Math.min(at + 500, wanted); number += 1) {
      const [id, key] = [idOf(number), clientSeqNo(number)];
      const record = { id, business: 'DEC', name: `doc-${number}.xml`, sha256: 'a'.repeat(64), stage: 'filed', key };
      batch.put(`d!${id}`, JSON.stringify(record)).put(`p!clientSeqNo\0${key}`, id);
    }
    await batch.write();
  }
}

/** In the order of arrival, though the threads may be done in another. */
async function open() {
  if (opening === OPENING_MAX || arrived.length === 0) return;
  opening += 1;
  const messages = arrived;
  arrived = [];
  const unsealing = jobs.unseal(
    messages.map(({ content }) => content),
    never,
  );
  turn = Promise.all([unsealing, turn]);
  const [unsealed] = await turn;
  opened.push(...messages.map((message, index) => ({ message, unsealed: unsealed[index] })));
  opening -= 1;
  setImmediate(open);
  void keep();
}

async function keep() {
  if (isKeeping) return;
  isKeeping = true;
  while (opened.length > 0) {
    const all = opened;
    opened = [];
    const batch = hasStore ? store.batch() : null;
    const receipts = all.map((one) => (hasStore ? plan(one, batch) : planAlone(one)));
    writevSync(
      journal,
      receipts.map(({ bytes }) => bytes),
    );
    await syncData(journal);
    await batch?.write({ sync: true });
    const recorded = hasStore ? store.batch() : null;
    for (const receipt of receipts) {
      deposit(receipt);
      recorded?.put(`r!${receipt.id}\0`, JSON.stringify({ depositedMs: Date.now() }));
    }
    channel.ack(all.at(-1).message, true);
    await recorded?.write();
    count(receipts.length);
  }
  isKeeping = false;
}

function plan({ message, unsealed }, batch) {
  const { messageId } = message.properties;
  const fingerprint = createHash('sha256').update(messageId).update('\0').update(message.content).digest('hex');
  if (store.getSync(`f!${fingerprint}`) !== undefined) throw new Error('this receipt came before');
  const valueOf = (name) => unsealed.keys.find((key) => key.name === name).value;
  const document = JSON.parse(store.getSync(`d!${store.getSync(`p!clientSeqNo\0${valueOf('clientSeqNo')}`)}`));
  const id = idOf(minted++);
  const { receipt: bytes, envelope, ...facts } = unsealed;
  const receivedMs = Date.now();
  const fileName = `Successed_${document.name.slice(0, -4)}_${receivedMs}.xml`;
  const known = { document: document.id, fileName, receivedMs, sizeBytes: bytes.length, messageId: envelope.messageId };
  const seqNo = valueOf('seqNo');
  batch
    .put(`r!${id}`, JSON.stringify({ id, fingerprint, ...facts, ...known }))
    .put(`f!${fingerprint}`, id)
    .put(`t!${document.id}\0${id}`, '')
    .put(`w!${id}`, `1:${journalBytes}:${bytes.length}`)
    .put(`k!${seqNo}\0${document.id}\0seqNo`, '')
    .put(`l!${document.id}\0seqNo\0${seqNo}`, '')
    .put(`p!seqNo\0${seqNo}`, document.id);
  journalBytes += bytes.length;
  return { id, fileName, bytes };
}

function planAlone({ unsealed: { receipt: bytes } }) {
  const id = idOf(minted++);
  return { id, fileName: `Successed_${id}_${Date.now()}.xml`, bytes };
}

function deposit({ id, fileName, bytes }) {
  const hidden = path.join(aside, `${id}.tmp`);
  const file = openSync(hidden, 'wx');
  writeSync(file, bytes);
  closeSync(file);
  const target = path.join(inBox, fileName);
  if (existsSync(target)) throw new Error(`${fileName} is taken`);
  renameSync(hidden, target);
}
