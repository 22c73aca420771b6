// The acts that are asked of a document, in one straight line over the packages that swic uses: found, checked in the threads, claimed
// and compared, its intent durable, published, confirmed, filed, recorded. No crash is survived, no fault handled, nothing told or
// stopped. What this costs is not saved by any other shape of the code around it.
import { closeSync, existsSync, fstatSync, lstatSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '@swic/core';
import amqp from 'amqplib';
import { configuredBusinesses } from '../../../packages/core/dist/gateway/configured-businesses.js';
import { openJobs } from '../../../packages/core/dist/gateway/open-jobs.js';
import { createGatherer } from '../../../packages/core/dist/transports/rabbitmq/wire/gather.js';
import { WINDOW } from '../bare.mjs';
import { sealForBench } from '../seal.mjs';
import { createCounter, idOf, openStore, ready } from './common.mjs';

const { amqpUrl, queue, directory, outBox, config, warmUp, documents } = JSON.parse(process.argv[2]);
/** Documents for one thread at a time, as swic hands them out. */
const CHUNK = 64;
const CHUNK_MIN = 32;
const never = new AbortController().signal;

const loaded = loadConfig(config);
const jobs = await openJobs(loaded, configuredBusinesses(loaded), () => undefined);
const store = await openStore(directory);
const [tempBox, sentBox] = ['TempBox', 'SentBox'].map((name) => path.join(directory, name));
for (const box of [tempBox, sentBox]) mkdirSync(box);

let finish;
const finished = new Promise((resolve) => (finish = resolve));
const count = createCounter({ warmUp, documents }, finish);
const connection = await amqp.connect(amqpUrl, { noDelay: true });
const channel = await connection.createConfirmChannel();
const gather = createGatherer(connection);
await ready();

let inFlight = 0;
let minted = 0;
let claimed = [];
let confirmed = [];
let isCommitting = false;
let isFiling = false;
let makeRoom = null;
await sendAll(readdirSync(outBox).map(look));
await finished;
await connection.close();
process.exit(0);

async function sendAll(candidates) {
  for (let at = 0; at < candidates.length; ) {
    const free = WINDOW - inFlight;
    if (free < CHUNK_MIN) await new Promise((resolve) => (makeRoom = resolve));
    else {
      const chunk = candidates.slice(at, at + Math.min(CHUNK, free));
      at += chunk.length;
      inFlight += chunk.length;
      void check(chunk);
    }
  }
}

function look(name) {
  const file = outBox + path.sep + name;
  const descriptor = openSync(file, 'r');
  const { dev, ino, size, mtimeNs } = fstatSync(descriptor, { bigint: true });
  closeSync(descriptor);
  const identity = { device: String(dev), inode: String(ino), sizeBytes: Number(size), modifiedNs: String(mtimeNs) };
  return { business: 'DEC', name, path: file, identity };
}

async function check(candidates) {
  const results = await jobs.inspect(candidates, never);
  candidates.forEach((candidate, index) => {
    const { outcome, inspection } = results[index];
    if (outcome !== 'accepted') throw new Error(`${candidate.name} is ${outcome}`);
    claimed.push(claim(candidate, inspection));
  });
  void commit();
}

function claim({ name, path: from, identity }, { bytes, keys, sha256, root, messageType }) {
  const id = idOf(minted++);
  const at = path.join(tempBox, `${id}_${name}`);
  renameSync(from, at);
  const { ino, mtimeNs } = lstatSync(at, { bigint: true });
  if (String(ino) !== identity.inode || String(mtimeNs) !== identity.modifiedNs) throw new Error(`${name} has changed`);
  const times = { found: Date.now(), sealed: Date.now(), confirmed: null, filed: null };
  const known = { id, business: 'DEC', name, sizeBytes: identity.sizeBytes, sha256, root, keys, messageType };
  return { at, body: sealForBench(name, bytes, keys), record: { ...known, stage: 'sealed', attempts: 1, times } };
}

async function commit() {
  if (isCommitting) return;
  isCommitting = true;
  while (claimed.length > 0) {
    const all = claimed;
    claimed = [];
    const batch = store.batch();
    for (const { record } of all) {
      const { id, name, keys } = record;
      batch.put(`d!${id}`, JSON.stringify(record)).put(`n!${name}\0${id}`, '').put(`o!${id}`, '');
      for (const key of keys)
        batch.put(`k!${key.value}\0${id}\0${key.name}`, '').put(`p!${key.name}\0${key.value}`, id);
    }
    await batch.write({ sync: true });
    for (const document of all) publish(document);
  }
  isCommitting = false;
}

function publish(document) {
  gather();
  const options = { persistent: true, mandatory: true, messageId: document.record.id };
  channel.publish('', queue, document.body, options, (reason) => {
    if (reason) throw reason;
    confirmed.push(document);
    if (!isFiling) setImmediate(file);
    isFiling = true;
  });
}

async function file() {
  while (confirmed.length > 0) {
    const all = confirmed;
    confirmed = [];
    const batch = store.batch();
    for (const { at, record } of all) {
      const nowMs = Date.now();
      const name = `${record.name.slice(0, -4)}_${nowMs}.xml`;
      const target = path.join(sentBox, name);
      if (existsSync(target)) throw new Error(`${name} is taken`);
      renameSync(at, target);
      const times = { ...record.times, confirmed: nowMs, filed: nowMs };
      batch.put(`d!${record.id}\0`, JSON.stringify({ stage: 'filed', filedAs: name, times })).del(`o!${record.id}`);
    }
    inFlight -= all.length;
    makeRoom?.();
    await batch.write();
    count(all.length);
  }
  isFiling = false;
}
