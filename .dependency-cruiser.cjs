// Who may import whom inside a package. What crosses packages is Nx's business (eslint.config.js); what a package shows to the
// others is its `exports`. Every rule here has a fixture in test/architecture that must fail, or the tests fail.

const CORE = '^packages/core/src';

const PURE = ['contract', 'domain', 'ports'];
const ADAPTER_BASE = ['contract', 'domain', 'ports', 'config', 'runtime'];

/** Room of core -> the rooms it may import, itself aside. `gateway` is the composition root and may import every room. */
const MAY_IMPORT = {
  contract: ['domain'],
  domain: ['contract'],
  ports: ['contract', 'domain'],
  runtime: PURE,
  config: [...PURE, 'runtime'],
  boxes: ADAPTER_BASE,
  xml: ADAPTER_BASE,
  // An envelope is an XML document, and is read by what reads XML.
  envelope: [...ADAPTER_BASE, 'xml'],
  // The jobs are the work of these two rooms, carried to another thread.
  workers: [...ADAPTER_BASE, 'xml', 'envelope'],
  ledger: ADAPTER_BASE,
  transports: ADAPTER_BASE,
  telemetry: ADAPTER_BASE,
  flows: [...PURE, 'runtime'],
  // Looks at the machine and the network; what is an adapter's to look at, the gateway adds.
  doctor: [...PURE, 'config', 'runtime'],
  // Tells people; what it looks at, the gateway hands to it.
  alerts: ADAPTER_BASE,
  // Reads what the firm says of versions.
  updates: ADAPTER_BASE,
  sandbox: [...PURE, 'runtime', 'envelope'],
  // What a drill counts and where it kills, as data and rules; the gateway's ports are given to it.
  drill: [...PURE],
};

/** Package -> the only places that import it. One home for each foreign library, so that it can be replaced there. */
const HOMES = {
  chokidar: ['core/src/boxes/', 'core/src/config/'],
  amqplib: ['core/src/transports/rabbitmq/'],
  ibmmq: ['core/src/transports/ibmmq/'],
  'classic-level': ['core/src/ledger/', 'core/src/transports/embedded/'],
  piscina: ['core/src/workers/'],
  'libxml2-wasm': ['core/src/xml/'],
  yauzl: ['core/src/xml/', 'core/src/gateway/book/'],
  yazl: ['core/src/gateway/book/'],
  'pino(-roll)?': ['core/src/telemetry/'],
  'prom-client': ['core/src/telemetry/'],
  'vscode-jsonrpc': ['core/src/gateway/', 'card-ffi/src/protocol/'],
  '@noble/curves': ['card-ffi/src/crypto/'],
  zod: ['core/src/config/'],
  yaml: ['core/src/config/', 'agent/src/'],
  '@napi-rs/keyring': ['core/src/config/'],
  'ffi-rs': ['card-ffi/src/host/'],
  ws: ['card-ffi/src/', 'core/src/gateway/web/'],
  ink: ['tui/src/'],
  'react(-dom)?': ['tui/src/', 'web/src/'],
  '@tanstack/react-virtual': ['web/src/'],
  commander: ['agent/src/'],
  'csv-stringify': ['agent/src/cli/', 'core/src/gateway/book/'],
  '@bomb.sh/tab': ['agent/src/completion/'],
  nodemailer: ['core/src/alerts/channels/mail/'],
};

/** Rooms that touch the disk. Documents are in boxes/ alone; the others keep files of their own. */
const DISK_ROOMS = [
  'boxes/',
  // Writes and flushes what it is given, for the rooms below.
  'runtime/durable-file.ts',
  // Asks whether a directory or a socket is there.
  'runtime/host/',
  'ledger/',
  'transports/embedded/',
  // Looks for IBM's client library.
  'transports/ibmmq/',
  'config/',
  'gateway/',
  // What was told and what waits.
  'alerts/state-file.ts',
  // The PEM file of an authority.
  'alerts/channels/mail/',
  // The list of a directory, and the file that a person names.
  'updates/',
  'telemetry/',
  // XSD files and bodies, read inside the worker threads.
  'workers/',
  'xml/',
];

const DISK = '^(node:)?fs(/promises)?$';

const anyOf = (words) => `(${words.join('|')})`;
const name = (pattern) =>
  pattern
    .replace('(-roll)?', '')
    .replace('(-dom)?', '')
    .replace(/^@[^/]+\//, '');

const layerRules = Object.entries(MAY_IMPORT).map(([room, others]) => ({
  name: `layer-${room}`,
  comment: `core's ${room} may import ${others.join(', ')} and nothing else of core.`,
  severity: 'error',
  from: { path: `${CORE}/${room}/` },
  to: { path: `${CORE}/`, pathNot: `${CORE}/${anyOf([room, ...others])}/` },
}));

const homeRules = Object.entries(HOMES).map(([pattern, homes]) => ({
  name: `home-of-${name(pattern)}`,
  comment: `Only ${homes.join(' and ')} import ${name(pattern)}.`,
  severity: 'error',
  from: { path: '^packages/', pathNot: `^packages/${anyOf(homes)}` },
  to: { path: `(^|node_modules/)${pattern}(/|$)` },
}));

const purityRules = [
  {
    name: 'pure-rooms',
    comment: 'contract, domain and ports are data and rules: no Node modules, no packages.',
    severity: 'error',
    from: { path: `${CORE}/${anyOf(PURE)}/` },
    to: { pathNot: '^packages/[^/]+/(src|dist)/' },
  },
  {
    name: 'disk-rooms',
    comment: 'Only the rooms that own files touch the disk.',
    severity: 'error',
    from: { path: `${CORE}/`, pathNot: `${CORE}/${anyOf(DISK_ROOMS)}` },
    to: { path: DISK },
  },
];

/**
 * Room of the gateway -> the rooms of the gateway it may import, itself aside. What is in no room puts them together, and no room
 * imports that.
 */
const GATEWAY_MAY_IMPORT = {
  // What the configuration says of each business.
  settings: [],
  // Whose boxes and whose data directory these are.
  owner: [],
  // Documents in boxes and ledger, beside the flows.
  documents: [],
  // What all businesses of a gateway share, and what opens it.
  parts: ['settings', 'owner', 'documents', 'signing'],
  signing: ['parts'],
  // Backup, restore, rebuild and loss of the ledger.
  care: ['settings', 'owner', 'documents', 'parts'],
  // One business with its flows.
  units: ['settings', 'owner', 'documents', 'parts', 'signing', 'care'],
  official: ['settings', 'owner', 'documents', 'parts'],
  // Files of the book, and the look through it.
  book: ['documents'],
  doctor: ['settings', 'owner', 'parts', 'care', 'official'],
  client: ['control'],
  control: ['client'],
  // The page in the browser: the same conversation, over HTTP.
  web: ['settings', 'control'],
  // What a person asks for, by the control socket or without an agent.
  commands: ['settings', 'owner', 'documents', 'parts', 'signing', 'units', 'doctor', 'control', 'book'],
  // The report of a day at its time, and its files.
  reports: [],
  // What looks at the running agent by itself.
  watches: ['settings', 'owner', 'documents', 'parts', 'units', 'commands', 'reports', 'book'],
};

const gatewayRules = Object.entries(GATEWAY_MAY_IMPORT).map(([room, others]) => ({
  name: `gateway-${room}`,
  comment: `The gateway's ${room} may import ${others.length === 0 ? 'no other room' : others.join(', ')} of the gateway.`,
  severity: 'error',
  from: { path: `${CORE}/gateway/${room}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `${CORE}/gateway/`, pathNot: `${CORE}/gateway/${anyOf([room, ...others])}/` },
}));

const transportRules = [
  {
    name: 'transports-are-strangers',
    comment: 'Adapters of one port share what is beside them, never each other.',
    severity: 'error',
    from: { path: `${CORE}/transports/([^/]+)/` },
    to: { path: `${CORE}/transports/[^/]+/`, pathNot: `${CORE}/transports/$1/` },
  },
  {
    name: 'channels-are-strangers',
    comment: 'Adapters of one port share what is beside them, never each other.',
    severity: 'error',
    from: { path: `${CORE}/alerts/channels/([^/]+)/` },
    to: { path: `${CORE}/alerts/channels/[^/]+/`, pathNot: `${CORE}/alerts/channels/$1/` },
  },
  {
    name: 'light-client',
    comment: 'The client of the control socket must not pull the engine into whoever uses it.',
    severity: 'error',
    from: { path: `${CORE}/gateway/client/` },
    to: { path: `${CORE}/`, pathNot: `${CORE}/(contract|domain|ports|runtime|gateway/(client|control))/` },
  },
];

const packageRules = [
  {
    name: 'front-door',
    comment: 'Another package is imported by its name, never by a path into it.',
    severity: 'error',
    from: { path: '^packages/([^/]+)/' },
    to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypesNot: ['aliased'] },
  },
  {
    name: 'tui-sees-the-contract',
    comment: 'The frontends know the contract and the client: they may run in another process than the engine.',
    severity: 'error',
    from: { path: '^packages/(desk|tui|web)/src/' },
    to: { path: `${CORE}/`, pathNot: `${CORE}/(contract|gateway/client)/` },
  },
  {
    name: 'card-sees-the-ports',
    comment: 'The card implements ports; it does not know the engine.',
    severity: 'error',
    from: { path: '^packages/card-ffi/src/' },
    to: { path: `${CORE}/`, pathNot: `${CORE}/(contract|ports)/` },
  },
  {
    name: 'tui-is-lazy',
    comment: 'A headless agent must not load React: the agent imports the dashboard when it opens one.',
    severity: 'error',
    from: { path: '^packages/agent/src/' },
    to: { path: '^packages/tui/', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-build-output',
    comment: 'Sources do not import what was built from them.',
    severity: 'error',
    from: { path: '^packages/' },
    to: { path: '^packages/[^/]+/dist/' },
  },
  {
    name: 'declared-packages',
    comment: "A package that is imported is in the package's own package.json, and not under devDependencies.",
    severity: 'error',
    from: { path: '^packages/[^/]+/src/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
  },
];

const graphRules = [
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one file, or three.',
    severity: 'error',
    from: { path: '^packages/' },
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'What cannot be resolved cannot be checked either. Optional packages may be absent.',
    severity: 'error',
    from: { path: '^packages/' },
    to: { couldNotResolve: true, pathNot: '^(ibmmq|@napi-rs/keyring)$' },
  },
];

module.exports = {
  forbidden: [
    ...layerRules,
    ...homeRules,
    ...purityRules,
    ...gatewayRules,
    ...transportRules,
    ...packageRules,
    ...graphRules,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.check.json' },
    // Types count: a rule that may not use an adapter may not lean on its types either.
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(node_modules|^packages/[^/]+/dist)/' },
    exclude: { path: ['\\.test\\.tsx?$', '^test/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
