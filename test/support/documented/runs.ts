/** How a command line of the documents is executed. */
export interface Run {
  /** What is typed after `swic`, with the placeholders filled in. More than one where the line has a choice. */
  readonly words: readonly (readonly string[])[];
  readonly code: number;
  readonly says: RegExp;
  readonly input: string;
  /** Once it has said this, it is ended as by Ctrl+C. */
  readonly endsWhenSaid: RegExp | null;
  readonly isWithoutConfig: boolean;
}

function run(words: string | readonly (readonly string[])[], more: Partial<Run> = {}): Run {
  const typed = typeof words === 'string' ? [words.split(' ')] : words;
  return { words: typed, code: 0, says: /\S/, input: '', endsWhenSaid: null, isWithoutConfig: false, ...more };
}

/** Named without what it is given: it is there, and says what it takes. */
const named = (words: string): Run => run(`${words} --help`, { says: /Usage: swic / });
const watched = (words: string): Run => run(words, { endsWhenSaid: /\S/ });

/** In this order, against an agent that has sent `NAME.xml` and refused `broken.xml`. */
export const EXECUTED: Readonly<Record<string, Run>> = {
  // In a script it prints its help, and that nothing was asked for is a wrong usage.
  swic: run([[]], { code: 2, says: /Usage: swic/, isWithoutConfig: true }),
  'npx swic': run([[]], { code: 2, says: /Usage: swic/, isWithoutConfig: true }),
  'swic status': run('status', { says: /running/ }),
  'swic status --check': run('status --check', { code: 1, says: /1 rejected/ }),
  'swic status --watch': watched('status --watch'),
  'swic alerts list': run('alerts list', { code: 1, says: /documents-rejected[\s\S]*duty/ }),
  'swic alerts silence': named('alerts silence'),
  'swic alerts silence 2h [--rule flow-held]': run([
    ['alerts', 'silence', '2h'],
    ['alerts', 'silence', '2h', '--rule', 'flow-held'],
  ]),
  'swic alerts test [channel]': run([
    ['alerts', 'test'],
    ['alerts', 'test', 'duty'],
  ]),
  'swic backup': named('backup'),
  'swic backup FILE': run('backup FILE'),
  'swic book export --business DEC --receipts --out dec.zip': run(
    'book export --business DEC --receipts --out dec.zip',
  ),
  'swic book verify': run('book verify', { says: /Whole/ }),
  'swic book verify dec.zip': run('book verify dec.zip', { says: /Whole/ }),
  'swic completion bash': run('completion bash', { says: /complete -/, isWithoutConfig: true }),
  'swic completion fish': run('completion fish', { says: /complete -c swic|swic/, isWithoutConfig: true }),
  'swic completion powershell': run('completion powershell', {
    says: /Register-ArgumentCompleter/,
    isWithoutConfig: true,
  }),
  'swic config check': run('config check'),
  'swic config schema': run('config schema', { says: /"\$schema"/ }),
  'swic config show': run('config show', { says: /clientId: DXPESW0000000001/ }),
  'swic doctor': run('doctor'),
  'swic documents --state rejected': run('documents --state rejected', { says: /broken\.xml/ }),
  'swic documents --watch 5': watched('documents --watch 5'),
  'swic receipts --watch': watched('receipts --watch'),
  'swic overdue': run('overdue'),
  'swic validate': named('validate'),
  'swic handle': named('handle'),
  'swic handle NAME --note TEXT': run('handle broken.xml --note TEXT'),
  'swic help': run('help', { says: /Usage: swic/ }),
  'swic help alerts': run('help alerts', { says: /silence/ }),
  'swic help configuration': run('help configuration', { says: /clientId/ }),
  'swic help run': run('help run', { says: /--once/ }),
  'swic help transport.host': run('help transport.host', { says: /127\.0\.0\.1/ }),
  'swic help transport.unreachable': run('help transport.unreachable', { says: /cannot be reached/ }),
  'swic init --transport embedded --business DEC,SAS,RMFT --client-id DXPESW0000000001': run(
    'init --transport embedded --business DEC,SAS,RMFT --client-id DXPESW0000000001',
    { isWithoutConfig: true },
  ),
  'swic init --dir /srv/swic --business DEC,RMFT --client-id DXPESW0000000000': run(
    'init --dir {dir}/srv --business DEC,RMFT --client-id DXPESW0000000000',
    { isWithoutConfig: true },
  ),
  'swic config check --config /srv/swic/swic.yaml': run('config check --config {dir}/srv/swic.yaml', {
    // The id of the document is an example, and that is what it says.
    code: 78,
    says: /is an example/,
    isWithoutConfig: true,
  }),
  'swic metrics': run('metrics', { says: /swic_documents/ }),
  'swic report': run('report', { says: /DEC/ }),
  'swic report --json': run('report --json', { says: /"businesses"/ }),
  'swic report [--date 2026-12-05]': run([['report'], ['report', '--date', '2026-12-05']]),
  'swic trace': named('trace'),
  'swic trace FILE': run('trace NAME.xml', { says: /NAME\.xml/ }),
  'swic why': run('why'),
  'swic why FILE': run('why NAME.xml'),
  'swic verify': run('verify'),
  'swic verify --full': run('verify --full'),
  'swic test-connection': run('test-connection'),
  'swic secret set': named('secret set'),
  'swic secret set NAME': run('secret set NAME', { input: 'word\n' }),
  'swic secret set card-pin': run('secret set card-pin', { input: '123456\n' }),
  'swic secret list': run('secret list', { says: /card-pin/ }),
  'swic secret remove card-pin': run('secret remove card-pin'),
  'swic service print': run('service print', { says: /ExecStart|RunAtLoad|Task/ }),
  'swic service print --as winsw': run('service print --as winsw', { says: /<service>/ }),
  'swic web open --print': run('web open --print', { says: /http:\/\/127\.0\.0\.1/ }),
  'swic web user add li': run('web user add li', { input: 'a long password of li\n' }),
  'swic web user add wang --role operator': run('web user add wang --role operator', {
    input: 'a long password of wang\n',
  }),
  'swic web user list': run('web user list', { says: /li[\s\S]*wang/ }),
  'swic web user remove li': run('web user remove li'),
  'swic ledger repair': named('ledger repair'),
  'swic ledger rebuild': named('ledger rebuild'),
  'swic move': named('move'),
  'swic restore': named('restore'),
  'swic shutdown': run('shutdown'),
};

const RUNS_HERE = 'it is how the agent of this test was started';
const TERMINAL = 'needs a terminal: test/e2e/tui.test.ts and terminals.test.ts';
const CARD = 'needs a card: test/card/commands.test.ts';
const MACHINE = 'changes the machine: npm run test:packages and packages/agent/src/service';
const OTHER = 'a program of the system';
const SCRIPT = 'a script of the repository that takes long or makes packages; it is checked to exist';

/** Checked against the table of commands alone, or not at all, with the reason. */
export const NOT_EXECUTED: Readonly<Record<string, string>> = {
  'swic run': RUNS_HERE,
  'swic run --config /srv/swic/swic.yaml': RUNS_HERE,
  'swic init': TERMINAL,
  'swic init --dir C:\\ProgramData\\swic': 'a path of Windows: npm run test:windows',
  'swic tui': TERMINAL,
  'swic tui --read-only': TERMINAL,
  'swic tui --config /srv/swic/swic.yaml': TERMINAL,
  'swic web': 'opens a browser: test/e2e/web.test.ts opens its address',
  'swic web --config /srv/swic/swic.yaml': 'opens a browser: test/e2e/web.test.ts opens its address',
  'swic doctor --config /srv/swic/swic.yaml': 'its broker is at another place; swic doctor is executed',
  'swic card doctor': CARD,
  'swic card info': CARD,
  'swic card serve': CARD,
  'swic card verify-pin': CARD,
  'swic diff NAME.xml': 'needs two documents of one declaration: test/e2e/amendments.test.ts',
  'swic diff OLD.xml NEW.xml': 'needs two documents: test/e2e/amendments.test.ts',
  'swic book export --since 2026-11-01 --until 2026-11-30 --out november.zip':
    'days of the past: packages/core/src/gateway/book/archive.test.ts',
  'swic demo': 'makes a workspace: test/package/packages.test.ts',
  'swic import-official': 'needs the official client: packages/core/src/gateway/official',
  'swic ledger check': 'needs the ledger for itself: test/fault/ledger-care.test.ts',
  'swic ledger rollback': 'needs a ledger of a later version: test/ledger/formats.test.ts',
  'swic move pack FILE': 'ends the agent: test/e2e/move.test.ts',
  'swic move unpack FILE': 'needs a file of another machine: test/e2e/move.test.ts',
  'swic move cancel': 'needs a data directory that was packed: test/e2e/move.test.ts',
  'swic open <document>': 'opens a window: packages/agent/src/commands/usage.test.ts, with --print',
  'swic open DEC FailBox': 'opens a window: packages/agent/src/commands/usage.test.ts, with --print',
  'swic resend NAME --edit': 'opens an editor: test/e2e/correct.test.ts',
  'swic restore FILE': 'needs an empty data directory: test/fault/backup.test.ts',
  'swic selftest': 'starts agents of its own: test/e2e/selftest.test.ts',
  'swic selftest --chaos': 'starts agents of its own: test/e2e/selftest.test.ts',
  'swic selftest --last': 'needs a result: test/e2e/selftest.test.ts',
  'swic sandbox': 'needs a broker of its own: test/e2e/scenario.test.ts',
  'swic sandbox --scenario examples/scenarios/every-fate.yaml': 'needs a broker of its own: test/e2e/scenario.test.ts',
  'swic settle FILE send': 'needs a held amendment: test/e2e/amendments.test.ts',
  'swic settle FILE withdraw': 'needs a held amendment: test/e2e/amendments.test.ts',
  'swic settle <document> lost': 'needs a document of unknown outcome: test/fault/settle.test.ts',
  'swic settle <document> sent|resend|withdraw': 'needs a document of unknown outcome: test/fault/settle.test.ts',
  'swic transport paste': 'needs a page of the portal: packages/agent/src/commands/transport.test.ts',
  'swic update check': 'needs a signed list: test/e2e/update.test.ts',
  'swic update verify <file>': 'needs a signed list: test/e2e/update.test.ts',
  'swic service install': MACHINE,
  'swic service install --logon': MACHINE,
  'swic service install --task --user PC\\swic': MACHINE,
  'swic service status': MACHINE,
  'sudo swic service install --user swic': MACHINE,
  'npx --package ./swic-<version>.tgz swic demo': 'npm run test:packages',
  'npm install --global ./swic-<version>.tgz': 'npm run test:packages',
  'npm install --ignore-scripts ibmmq': 'asks a registry',
  'apt install ./swic_<version>_amd64.deb': 'npm run test:packages',
  'apt install --allow-downgrades ./swic_<version>_amd64.deb': 'npm run test:packages',
  'docker exec swic swic status': OTHER,
  'docker load --input swic-<version>-oci-amd64.tar': OTHER,
  'docker run --name swic --stop-timeout 120 --volume swic-etc:/etc/swic --volume /srv/swic:/var/lib/swic swic:<version>':
    OTHER,
  'docker stop -t 120': OTHER,
  'sc query swic': OTHER,
  'sc stop': OTHER,
  'sc stop swic': OTHER,
  'systemctl --user stop swic': OTHER,
  'systemctl edit swic': OTHER,
  'systemctl enable --now swic': OTHER,
  'systemctl stop swic': OTHER,
  'cp my-declaration.xml boxes/Deccus001/OutBox/': OTHER,
  'editor /etc/swic/swic.yaml': OTHER,
  npm: OTHER,
  'npm run bench:tui': SCRIPT,
  'npm run docs': SCRIPT,
  'npm run package': SCRIPT,
  'npm run package container': SCRIPT,
  'npm run release:list -- --key list.pem --previous DIR': SCRIPT,
  'npm run release:list -- --new-key list.pem': SCRIPT,
  'npm run test:packages': SCRIPT,
  'npm run test:windows': SCRIPT,
  'npm start': SCRIPT,
  'npm start -- --once': SCRIPT,
  'npm test': SCRIPT,
};
