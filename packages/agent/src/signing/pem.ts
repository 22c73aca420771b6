import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@swic/core';

/** A certificate file of the configuration; paths are relative to it. */
export function readPem(file: string, directory: string): string {
  const absolute = path.resolve(directory, file);
  try {
    return readFileSync(absolute, 'utf8');
  } catch (reason) {
    throw new Fault('signer.configuration', { problem: 'certificate', file: absolute }, reason);
  }
}
