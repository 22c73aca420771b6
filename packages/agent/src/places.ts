import { existsSync, readFileSync } from 'node:fs';
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

/** The files of the page: beside the bundle, which brings them along. Not there where the build was not bundled. */
export function pageDirectory(): string {
  return fileURLToPath(new URL('./page/', import.meta.url));
}

/** What the installer for Windows left beside the directory of this version. */
export interface Installation {
  /** Where the configuration of this machine is. */
  readonly dataDirectory: string;
  /** The command, which finds the version that is used. */
  readonly command: string;
}

/** What Windows starts as a service: beside the command of the installer, or in the portable package; null where there is none. */
export function serviceWrapper(): string | null {
  const root = path.resolve(swicProgram(), '../..');
  const found = [path.join(root, '../swic-service.exe'), path.join(root, 'service/swic-service.exe')].find(existsSync);
  return found ?? null;
}

/** Null where this was not installed by it. */
export function installation(): Installation | null {
  const root = path.resolve(swicProgram(), '../../..');
  const file = path.join(root, 'install.json');
  if (!existsSync(file)) return null;
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as { readonly data: string };
  return { dataDirectory: data, command: path.join(root, 'swic.cmd') };
}
