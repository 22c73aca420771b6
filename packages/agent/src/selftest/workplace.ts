import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type BoxFiles,
  composeWorkspace,
  type Expected,
  type InitChoices,
  initWorkspace,
  type LoadedConfig,
  loadConfig,
} from '@swic/core';
import type { TransportSettings } from './broker.js';
import { TOKEN_FILE } from './killed-agent.js';

/** A configuration, boxes and a data directory of the drill's own. */
export interface Workplace {
  readonly directory: string;
  /** Its swic.yaml. */
  readonly config: string;
  readonly loaded: LoadedConfig;
  readonly dataDir: string;
  readonly token: string;
  /** As a careful firm does: under a temporary name, then renamed. */
  drop(document: Expected, text: string): void;
  look(): BoxFiles;
}

/** Of the drill's own: no firm has it. */
const CLIENT_ID = 'DXPESWSELFTEST01';
/** Without the waits that spare a network drive and a person: the drill writes whole files and has no person. */
const SENDING = { settleMs: 50, scanIntervalMs: 500, unknownWaitMs: 300 } as const;

/** Of one that is written nowhere: for the platform of the drill. */
export function platformConfig(directory: string, transport: TransportSettings): LoadedConfig {
  return composeWorkspace(choicesOf(directory, transport)).loaded;
}

function choicesOf(directory: string, transport: TransportSettings): InitChoices {
  return {
    directory,
    businesses: ['DEC'],
    transport: 'embedded',
    clientId: CLIENT_ID,
    locale: 'en',
    hasSandbox: false,
    signer: null,
    edits: [
      { path: ['transport'], value: transport },
      { path: ['limits'], value: { workers: 1 } },
      { path: ['businesses', 'DEC', 'send'], value: SENDING },
    ],
  };
}

/** Makes it in a directory of its own. */
export function makeWorkplace(directory: string, transport: TransportSettings): Workplace {
  const { file, boxes } = initWorkspace(choicesOf(directory, transport));
  const token = randomBytes(16).toString('hex');
  writeFileSync(path.join(directory, TOKEN_FILE), token, { mode: 0o600 });
  const directories = boxes[0]?.directories;
  const box = (name: 'outBox' | 'tempBox' | 'sentBox' | 'failBox' | 'inBox'): string => directories?.[name] ?? '';
  mkdirSync(path.join(directory, 'data'), { mode: 0o700, recursive: true });
  return {
    directory,
    config: file,
    loaded: loadConfig(file),
    dataDir: path.join(directory, 'data'),
    token,
    drop({ name }, text) {
      const temporary = path.join(box('outBox'), `.${name}`);
      writeFileSync(temporary, text);
      renameSync(temporary, path.join(box('outBox'), `${name}.xml`));
    },
    look: () => ({
      outBox: filesIn(box('outBox')),
      tempBox: filesIn(box('tempBox')),
      sentBox: filesIn(box('sentBox')),
      failBox: filesIn(box('failBox')),
      inBox: filesIn(box('inBox')),
    }),
  };
}

/** Every file but hidden ones, as paths relative to the box. */
function filesIn(box: string): readonly string[] {
  return readdirSync(box, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(box, path.join(entry.parentPath, entry.name)));
}
