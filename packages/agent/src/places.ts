import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the command is started with, absolute: services name it. The same path beside the build and in a package. */
export function swicProgram(): string {
  return path.resolve(fileURLToPath(new URL('../bin/swic.cjs', import.meta.url)));
}

/** The synthetic documents: in the root of a package, else in the root of the checkout. */
export function examplesDirectory(): string {
  const packaged = fileURLToPath(new URL('../examples/', import.meta.url));
  return existsSync(packaged) ? packaged : fileURLToPath(new URL('../../../examples/', import.meta.url));
}
