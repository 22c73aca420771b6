import path from 'node:path';
import { BUSINESSES } from '../../../packages/core/src/domain/businesses/registry.js';
import {
  DEFAULT_NAME_STYLE,
  documentBaseName,
  formatReceiptName,
  namePrefixOf,
  parseReceiptName,
} from '../../../packages/core/src/domain/receipts/names.js';
import type { Unsealed } from '../../../packages/core/src/domain/receipts/unsealed.js';
import { ruleLevels } from '../../../packages/core/src/domain/rules/rule-names.js';
import { unsealOne } from '../../../packages/core/src/workers/jobs/unseal.js';
import { createWorkerContext } from '../../../packages/core/src/workers/worker-context.js';
import { inspectFile } from '../../../packages/core/src/xml/inspect-file.js';
import { DEFAULT_LIMITS } from '../../../packages/core/src/xml/limits.js';
import { readZip } from '../../../packages/core/src/xml/zip.js';
import { exampleBytes, exampleFiles } from '../example-files.js';
import { Dice, hostileEnvelope, hostileZip, mutate, retext } from './mutations.js';

export interface FuzzOptions {
  readonly seed: number;
  /** Asked before each input; false ends the run. */
  readonly goOn: (inputs: number) => boolean;
}

export interface FuzzReport {
  readonly inputs: number;
  /** By reader: how many were read to the end, so that a run that only refuses shows itself. */
  readonly read: Readonly<Record<Reader, number>>;
  readonly slowestMs: number;
}

type Reader = 'xml' | 'zip' | 'envelope';

/** Refused for what is in it, so it was read to its end. */
const READ_ALL_THE_SAME: ReadonlySet<string> = new Set(['document.wrong-root', 'document.rules-violated']);

/** No input of 256 KB may take longer, whatever is in it: what grows with the square of the size would. */
const SLOW_MS = 2_000;

/**
 * Gives mutated documents, archives and envelopes to the readers. Throws, with the seed and the number of the input, when one
 * of them throws, takes too long, or lets a name out of its box.
 */
export async function fuzzReaders({ seed, goOn }: FuzzOptions): Promise<FuzzReport> {
  const documents = [...exampleFiles('documents', '.xml'), ...exampleFiles('documents', '.zip')].map((file) =>
    exampleBytes(`documents/${file}`),
  );
  const receipts = exampleFiles('receipts', '.xml').map((file) => exampleBytes(`receipts/${file}`));
  const corpus = [...documents, ...receipts];
  const profiles = BUSINESSES.map((definition) => ({
    definition,
    levels: ruleLevels(definition.key, {}),
    lengthUnit: 'characters' as const,
    signing: definition.signing,
    schemas: [],
    zipSends: 'zip' as const,
    zipMatch: 'reject' as const,
  }));
  using context = createWorkerContext({ profiles, businesses: BUSINESSES, limits: DEFAULT_LIMITS });
  const dice = new Dice(seed);
  const read = { xml: 0, zip: 0, envelope: 0 };
  let slowestMs = 0;
  let inputs = 0;
  const readers: Readonly<Record<Reader, (bytes: Buffer) => Promise<boolean>>> = {
    xml: async (bytes) => {
      const profile = context.profileOf(dice.pick(BUSINESSES).key);
      if (profile === null) throw new Error('every business has a profile');
      const { code } = await inspectFile('a.xml', bytes, profile, context.tools);
      return code === null || READ_ALL_THE_SAME.has(code);
    },
    zip: async (bytes) => {
      const reading = await readZip(bytes, DEFAULT_LIMITS);
      if (reading.outcome !== 'opened') return false;
      for (const name of [reading.content.xmlName, ...reading.content.attachments]) stayInBox(name);
      return true;
    },
    envelope: async (bytes) => {
      const unsealed = unsealOne(bytes, context);
      nameStaysInBox(unsealed);
      return unsealed.unreadable === null;
    },
  };
  while (goOn(inputs)) {
    const reader = dice.pick(['xml', 'zip', 'envelope'] as const);
    const bytes = { xml: dice.next(4) === 0 ? retext : mutate, zip: hostileZip, envelope: hostileEnvelope }[reader](
      corpus,
      dice,
    );
    const startedMs = performance.now();
    try {
      if (await readers[reader](bytes)) read[reader] += 1;
    } catch (reason) {
      throw new Error(`seed ${seed}, input ${inputs}, ${reader}: ${bytes.subarray(0, 200).toString('latin1')}`, {
        cause: reason,
      });
    }
    const tookMs = performance.now() - startedMs;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > SLOW_MS) throw new Error(`seed ${seed}, input ${inputs}, ${reader}: took ${Math.round(tookMs)} ms`);
    inputs += 1;
  }
  return { inputs, read, slowestMs };
}

/** A name that means a file in the directory it is put into, and nothing else, on every system. */
function stayInBox(name: string): void {
  const places = [path.posix, path.win32].map((each) => each.relative('/box', each.resolve('/box', name)));
  const isInside = places.every((place) => place === name) && !/[\\/:\0]/.test(name) && name !== '.' && name !== '..';
  if (!isInside) throw new Error(`a name leaves its box: ${JSON.stringify(name)}`);
}

/** The name that a receipt gets in InBox: safe, short enough, and known again for what it is. */
function nameStaysInBox(unsealed: Unsealed): void {
  const prefix = namePrefixOf(unsealed.kind, unsealed.isSuccess);
  const { fileName, messageId } = unsealed.envelope;
  for (const subject of [
    unsealed.fileNameKey,
    fileName === null ? null : documentBaseName(fileName),
    messageId,
    unsealed.root,
  ]) {
    if (subject === null) continue;
    const name = formatReceiptName(prefix, subject, 0, DEFAULT_NAME_STYLE);
    stayInBox(name);
    if (Buffer.byteLength(name) > 255) throw new Error(`a name is too long: ${Buffer.byteLength(name)} bytes`);
    if (parseReceiptName(name)?.prefix !== prefix)
      throw new Error(`a name is not known again: ${JSON.stringify(name)}`);
  }
}
