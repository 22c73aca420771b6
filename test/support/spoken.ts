import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, vi } from 'vitest';
import { runProgram } from '../../packages/agent/src/cli/program.js';

/** The command in this process, in a directory of its own, where the system speaks English and the configuration Chinese. */
export interface Spoken {
  readonly directory: string;
  /** What it has said since the last run began. */
  said(): string;
  /** Resolves with the exit code. */
  run(words: readonly string[]): Promise<number>;
}

/** Before and after each test of the file. `configuration` is what `swic.yaml` has beside its language. */
export function listenToProgram(configuration: string): Spoken {
  let directory = '';
  let said = '';
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'swic-spoken-'));
    writeFileSync(path.join(directory, 'swic.yaml'), `clientId: DXPESW0000000001\nlocale: zh\n${configuration}`);
    const listen = (text: unknown): boolean => {
      said += String(text);
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(listen);
    vi.spyOn(process.stderr, 'write').mockImplementation(listen);
    // The configuration decides the language, also where the system speaks another one.
    vi.stubEnv('LANG', 'en_US.UTF-8');
    for (const name of ['LC_ALL', 'LC_MESSAGES', 'LANGUAGE']) vi.stubEnv(name, undefined);
    vi.stubEnv('SWIC_SECRETS_FILE', path.join(directory, 'secrets.json'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    get directory() {
      return directory;
    },
    said: () => said,
    run: (words) => {
      said = '';
      return runProgram([process.execPath, 'swic', ...words, '--config', path.join(directory, 'swic.yaml')]);
    },
  };
}
