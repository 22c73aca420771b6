import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault, readTextBytes } from '@swic/core';

/** A certificate file of the configuration; paths are relative to it. */
export function readPem(file: string, directory: string): string {
  const absolute = path.resolve(directory, file);
  try {
    const reading = readTextBytes(readFileSync(absolute));
    if (reading.outcome === 'text') return reading.text;
    throw new Fault('signer.configuration', { problem: 'certificate', file: absolute });
  } catch (reason) {
    throw Fault.from(reason, 'signer.configuration', { problem: 'certificate', file: absolute });
  }
}
