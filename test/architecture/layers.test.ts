import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { cruiseTree, type Finding, listRules } from './cruise-tree.js';

interface Fixture {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
}

const core = (room: string): string => `packages/core/src/${room}/fixture-${room.replaceAll('/', '-')}`;

/** One wrong import for every rule. A rule without a row here does not exist: a test below says so. */
const FIXTURES: readonly Fixture[] = [
  { rule: 'layer-contract', file: core('contract'), imports: '../ports/target.js' },
  { rule: 'layer-domain', file: core('domain'), imports: '../runtime/target.js' },
  { rule: 'layer-ports', file: core('ports'), imports: '../runtime/target.js' },
  { rule: 'layer-runtime', file: core('runtime'), imports: '../config/target.js' },
  { rule: 'layer-config', file: core('config'), imports: '../boxes/target.js' },
  { rule: 'layer-boxes', file: core('boxes'), imports: '../ledger/target.js' },
  { rule: 'layer-xml', file: core('xml'), imports: '../envelope/target.js' },
  { rule: 'layer-envelope', file: core('envelope'), imports: '../workers/target.js' },
  { rule: 'layer-workers', file: core('workers'), imports: '../ledger/target.js' },
  { rule: 'layer-ledger', file: core('ledger'), imports: '../telemetry/target.js' },
  { rule: 'layer-transports', file: core('transports/rabbitmq'), imports: '../../ledger/target.js' },
  { rule: 'layer-telemetry', file: core('telemetry'), imports: '../flows/target.js' },
  { rule: 'layer-flows', file: core('flows'), imports: '../boxes/target.js' },
  { rule: 'layer-doctor', file: core('doctor'), imports: '../transports/target.js' },
  { rule: 'layer-alerts', file: core('alerts'), imports: '../telemetry/target.js' },
  { rule: 'layer-updates', file: core('updates'), imports: '../ledger/target.js' },
  { rule: 'layer-sandbox', file: core('sandbox'), imports: '../transports/target.js' },
  { rule: 'layer-drill', file: core('drill'), imports: '../runtime/target.js' },

  { rule: 'home-of-chokidar', file: core('gateway'), imports: 'chokidar' },
  { rule: 'home-of-amqplib', file: core('transports/embedded'), imports: 'amqplib' },
  { rule: 'home-of-ibmmq', file: core('transports/rabbitmq'), imports: 'ibmmq' },
  { rule: 'home-of-classic-level', file: core('gateway'), imports: 'classic-level' },
  { rule: 'home-of-piscina', file: core('gateway'), imports: 'piscina' },
  { rule: 'home-of-libxml2-wasm', file: core('workers'), imports: 'libxml2-wasm' },
  { rule: 'home-of-yauzl', file: core('workers'), imports: 'yauzl' },
  { rule: 'home-of-yazl', file: core('ledger'), imports: 'yazl' },
  { rule: 'home-of-pino', file: core('gateway'), imports: 'pino' },
  { rule: 'home-of-pino', file: core('ledger'), imports: 'pino-roll' },
  { rule: 'home-of-prom-client', file: 'packages/agent/src/fixture-metrics', imports: 'prom-client' },
  { rule: 'home-of-vscode-jsonrpc', file: 'packages/agent/src/fixture-rpc', imports: 'vscode-jsonrpc/node' },
  {
    rule: 'home-of-curves',
    file: 'packages/card-ffi/src/signers/fixture-curve',
    imports: '@noble/curves/nist.js',
  },
  { rule: 'home-of-zod', file: core('domain'), imports: 'zod' },
  { rule: 'home-of-yaml', file: core('gateway'), imports: 'yaml' },
  { rule: 'home-of-keyring', file: core('gateway'), imports: '@napi-rs/keyring' },
  { rule: 'home-of-ffi-rs', file: 'packages/card-ffi/src/client/fixture-ffi', imports: 'ffi-rs' },
  { rule: 'home-of-ws', file: 'packages/agent/src/fixture-ws', imports: 'ws' },
  { rule: 'home-of-ink', file: 'packages/agent/src/fixture-ink', imports: 'ink' },
  { rule: 'home-of-react', file: core('telemetry'), imports: 'react' },
  { rule: 'home-of-react', file: 'packages/agent/src/fixture-react', imports: 'react-dom' },
  { rule: 'home-of-react-virtual', file: 'packages/tui/src/fixture-virtual', imports: '@tanstack/react-virtual' },
  { rule: 'home-of-nodemailer', file: core('alerts/channels/webhook'), imports: 'nodemailer' },
  { rule: 'home-of-commander', file: 'packages/tui/src/fixture-commander', imports: 'commander' },
  { rule: 'home-of-csv-stringify', file: 'packages/agent/src/commands/fixture-csv', imports: 'csv-stringify/sync' },
  { rule: 'home-of-tab', file: 'packages/agent/src/commands/fixture-tab', imports: '@bomb.sh/tab' },

  { rule: 'pure-rooms', file: core('contract'), imports: 'node:path' },
  { rule: 'pure-rooms', file: core('domain'), imports: 'node:crypto' },
  { rule: 'pure-rooms', file: core('ports'), imports: 'zod' },
  { rule: 'disk-rooms', file: core('flows'), imports: 'node:fs' },
  { rule: 'disk-rooms', file: core('transports/rabbitmq'), imports: 'node:fs/promises' },
  { rule: 'disk-rooms', file: core('envelope'), imports: 'fs' },

  { rule: 'gateway-settings', file: core('gateway/settings'), imports: '../units/target.js' },
  { rule: 'gateway-book', file: core('gateway/book'), imports: '../commands/target.js' },
  { rule: 'gateway-owner', file: core('gateway/owner'), imports: '../settings/target.js' },
  { rule: 'gateway-documents', file: core('gateway/documents'), imports: '../units/target.js' },
  { rule: 'gateway-parts', file: core('gateway/parts'), imports: '../units/target.js' },
  { rule: 'gateway-signing', file: core('gateway/signing'), imports: '../units/target.js' },
  { rule: 'gateway-care', file: core('gateway/care'), imports: '../units/target.js' },
  { rule: 'gateway-web', file: core('gateway/web'), imports: '../commands/target.js' },
  { rule: 'gateway-units', file: core('gateway/units'), imports: '../commands/target.js' },
  { rule: 'gateway-official', file: core('gateway/official'), imports: '../units/target.js' },
  { rule: 'gateway-doctor', file: core('gateway/doctor'), imports: '../units/target.js' },
  { rule: 'gateway-reports', file: core('gateway/reports'), imports: '../commands/target.js' },
  { rule: 'gateway-client', file: core('gateway/client'), imports: '../commands/target.js' },
  { rule: 'gateway-control', file: core('gateway/control'), imports: '../commands/target.js' },
  { rule: 'gateway-commands', file: core('gateway/commands'), imports: '../watches/target.js' },
  { rule: 'gateway-watches', file: core('gateway/watches'), imports: '../control/target.js' },
  { rule: 'gateway-units', file: core('gateway/units'), imports: '../target.js' },

  { rule: 'transports-are-strangers', file: core('transports/ibmmq'), imports: '../embedded/target.js' },
  { rule: 'channels-are-strangers', file: core('alerts/channels/webhook'), imports: '../command/target.js' },
  { rule: 'light-client', file: core('gateway/client'), imports: '../target.js' },

  { rule: 'front-door', file: 'packages/tui/src/fixture-path', imports: '../../core/src/contract/target.js' },
  { rule: 'tui-sees-the-contract', file: 'packages/tui/src/fixture-engine', imports: '@swic/core' },
  { rule: 'tui-sees-the-contract', file: 'packages/desk/src/fixture-engine', imports: '@swic/core' },
  { rule: 'tui-sees-the-contract', file: 'packages/web/src/fixture-engine', imports: '@swic/core' },
  { rule: 'card-sees-the-ports', file: 'packages/card-ffi/src/fixture-client', imports: '@swic/core/client' },
  { rule: 'tui-is-lazy', file: 'packages/agent/src/fixture-eager', imports: '@swic/tui' },
  { rule: 'no-build-output', file: 'packages/agent/src/fixture-dist', imports: '../dist/target.js' },
  { rule: 'declared-packages', file: 'packages/tui/src/fixture-undeclared', imports: 'amqplib' },
  { rule: 'declared-packages', file: 'packages/tui/src/fixture-dev', imports: 'typescript' },
  { rule: 'no-cycles', file: core('runtime'), imports: './fixture-cycle-back.js' },
  { rule: 'resolvable', file: core('runtime'), imports: './fixture-nowhere.js' },
];

/** Imports that the rules must let pass, each close to one that they must not. */
const LAWFUL: readonly Omit<Fixture, 'rule'>[] = [
  { file: 'packages/core/src/workers/lawful-1', imports: '../xml/target.js' },
  { file: 'packages/core/src/boxes/lawful-2', imports: 'node:fs' },
  { file: 'packages/core/src/boxes/lawful-3', imports: 'chokidar' },
  { file: 'packages/core/src/gateway/lawful-4', imports: '../flows/target.js' },
  { file: 'packages/core/src/transports/rabbitmq/lawful-5', imports: '../lawful-shared.js' },
  { file: 'packages/tui/src/lawful-6', imports: '@swic/core/client' },
  { file: 'packages/card-ffi/src/lawful-7', imports: '@swic/core/ports' },
  { file: 'packages/agent/src/lawful-8', imports: '@swic/core' },
  { file: 'packages/tui/src/lawful-9', imports: 'ink' },
  { file: 'packages/core/src/gateway/units/lawful-10', imports: '../settings/target.js' },
];

const TARGETS = [
  ...[
    'contract',
    'domain',
    'ports',
    'runtime',
    'config',
    'boxes',
    'xml',
    'envelope',
    'workers',
    'ledger',
    'transports',
  ],
  ...['telemetry', 'flows', 'gateway', 'transports/embedded', 'alerts/channels/command'],
  ...['settings', 'units', 'commands', 'watches', 'control'].map((room) => `gateway/${room}`),
].map((room) => `packages/core/src/${room}/target.ts`);

const ENTRANCES = [
  'packages/core/src/index.ts',
  'packages/core/src/contract/index.ts',
  'packages/core/src/ports/index.ts',
  'packages/core/src/gateway/client/index.ts',
  'packages/core/src/transports/lawful-shared.ts',
  'packages/card-ffi/src/index.ts',
  'packages/tui/src/index.ts',
];

const MANIFESTS = {
  'packages/core/package.json': manifest('@swic/core', ['chokidar', 'zod']),
  'packages/card-ffi/package.json': manifest('@swic/card-ffi', ['@swic/core', 'ffi-rs']),
  'packages/desk/package.json': manifest('@swic/desk', ['@swic/core']),
  'packages/web/package.json': manifest('@swic/web', ['@swic/core']),
  'packages/tui/package.json': manifest('@swic/tui', ['@swic/core', 'ink'], ['typescript']),
  'packages/agent/package.json': manifest('@swic/agent', ['@swic/core', '@swic/tui']),
};

let findings: readonly Finding[] = [];

beforeAll(async () => {
  const empty = [...TARGETS, ...ENTRANCES].map((path) => [path, 'export const nothing = null;\n']);
  const wrong = FIXTURES.map(({ file, imports }, at) => [
    `${file}-${at}.ts`,
    `import * as it from '${imports}';\nexport { it };\n`,
  ]);
  const right = LAWFUL.map(({ file, imports }) => [
    `${file}.ts`,
    `import * as it from '${imports}';\nexport { it };\n`,
  ]);
  const cycleAt = FIXTURES.findIndex(({ rule }) => rule === 'no-cycles');
  const back = `import * as it from './fixture-runtime-${cycleAt}.js';\nexport { it };\n`;
  findings = await cruiseTree({
    ...MANIFESTS,
    // A build beside the sources is no source: nothing in it is looked at.
    'packages/agent/dist/built.ts': "import * as it from 'amqplib';\nexport { it };\n",
    'packages/agent/dist/target.ts': "import * as it from './built.js';\nexport { it };\n",
    ...Object.fromEntries([...empty, ...wrong, ...right]),
    'packages/core/src/runtime/fixture-cycle-back.ts': back,
  });
});

describe('the rules between the rooms', () => {
  test.each(FIXTURES.map((fixture, at) => ({ ...fixture, at })))(
    '$rule forbids $imports in $file',
    ({ rule, file, at }) => {
      const caught = findings.filter(({ files }) => files.includes(`${file}-${at}.ts`)).map((finding) => finding.rule);
      expect(caught).toContain(rule);
    },
  );

  test.each(LAWFUL)('$imports in $file is lawful', ({ file }) => {
    expect(findings.filter(({ files }) => files.includes(`${file}.ts`))).toEqual([]);
  });

  test('what was built is not judged', () => {
    const judged = findings.flatMap(({ files }) => files[0] ?? []);
    expect(judged.filter((file) => file.includes('/dist/'))).toEqual([]);
  });

  test('every rule has a fixture', () => {
    expect([...new Set(FIXTURES.map(({ rule }) => rule))].sort()).toEqual([...listRules()].sort());
  });
});

function manifest(name: string, dependencies: readonly string[], devDependencies: readonly string[] = []): string {
  const versions = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((of) => [of, '*']));
  return JSON.stringify({
    name,
    type: 'module',
    dependencies: versions(dependencies),
    devDependencies: versions(devDependencies),
  });
}

test('the gateway has at most 20 files of its own: what is more belongs into one of its rooms', () => {
  const files = readdirSync(fileURLToPath(new URL('../../packages/core/src/gateway/', import.meta.url)));
  const own = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(own.length).toBeLessThanOrEqual(20);
});
