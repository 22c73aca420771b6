import {
  type AnswerKind,
  MANUAL_SUCCESS_PREFIX,
  PLACEHOLDER_CLIENT_ID,
  SUCCESS_PREFIX,
  type TestStepRecord,
} from '@swic/core/contract';
import type { CommonKey, Locale } from '../i18n/index.js';

export interface OfferedBusiness {
  readonly key: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** Settings of the official client that were found. */
export interface OfferedImport {
  readonly file: string;
  readonly businesses: readonly string[];
}

export type TransportKind = 'embedded' | 'rabbitmq' | 'ibmmq';
export type SignerKind = 'card' | 'service';

/**
 * What the wizard asked for; `connection` holds the fields of the transport by their paths in the configuration. The password is
 * apart, so that it cannot be written with them.
 */
export interface WizardChoices {
  readonly locale: Locale;
  readonly clientId: string;
  readonly businesses: readonly string[];
  readonly boxesDir: string;
  readonly transport: TransportKind;
  readonly connection: readonly {
    readonly path: string;
    readonly value: string | number | null;
  }[];
  /** As it was typed; null = none. */
  readonly password: string | null;
  /** The simulated platform answers: for trying out. */
  readonly hasSandbox: boolean;
  /** Settings of the official client whose businesses and directories are taken over instead of those above. */
  readonly official: string | null;
  readonly signer: SignerKind | null;
  /** Port of the page in the browser; null = none is served. */
  readonly webPort: number | null;
  /** How send results are called in InBox. */
  readonly successPrefix: string;
  /** What of a pasted page was not understood; kept as comments. */
  readonly left: readonly string[];
}

/** What was understood of the portal's page. */
export interface ReadPage {
  readonly kind: 'rabbitmq' | 'ibmmq';
  readonly understood: readonly { readonly label: string; readonly path: string; readonly value: string }[];
  readonly left: readonly string[];
  readonly password: string | null;
}

/** In the order in which they are asked. */
const STEPS = [
  'language',
  'official',
  'client',
  'businesses',
  'directory',
  'transport',
  'paste',
  'connection',
  'receipts',
  'card',
  'web',
  'write',
] as const;
export type StepName = (typeof STEPS)[number];

/** The steps of this way through: nothing is asked that cannot be had, or that the official client's settings say. */
export function stepsOf({
  found,
  isImport,
  transport,
}: Pick<WizardState, 'found' | 'isImport' | 'transport'>): readonly StepName[] {
  // The InBoxes of an installation that is taken over show how send results are called.
  const left = new Set<StepName>(
    found === null ? ['official'] : isImport ? ['businesses', 'directory', 'receipts'] : [],
  );
  // The portal's page is about a broker.
  if (transport === 'embedded') left.add('paste');
  return STEPS.filter((step) => !left.has(step));
}

/** A field of the connection: what is typed is text, and becomes what the schema wants. */
export interface Field {
  readonly path: string;
  readonly kind: AnswerKind;
  readonly label: CommonKey;
  readonly text: string;
}

export interface WizardState {
  readonly step: StepName;
  readonly locale: Locale;
  readonly clientId: string;
  readonly offered: readonly OfferedBusiness[];
  readonly found: OfferedImport | null;
  readonly isImport: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly boxesDir: string;
  readonly transport: TransportKind;
  readonly hasSandbox: boolean;
  readonly signer: SignerKind | null;
  readonly webPort: number | null;
  readonly fields: readonly Field[];
  readonly successPrefix: string;
  /** The portal's page as it was pasted, and what was understood of it; null = nothing was pasted. */
  readonly pasted: string;
  readonly page: ReadPage | null;
  /** Which line of the step is selected. */
  readonly cursor: number;
  readonly test: { readonly isRunning: boolean; readonly steps: readonly TestStepRecord[] };
  readonly isWriting: boolean;
  /** Why one cannot go on. */
  readonly problem: string | null;
}

export const TRANSPORTS: readonly TransportKind[] = ['rabbitmq', 'ibmmq', 'embedded'];
/** As programs in production look for them, and as the manual spells it. */
export const PREFIXES: readonly string[] = [SUCCESS_PREFIX, MANUAL_SUCCESS_PREFIX];
/** No page first, as on a server; it is for this machine alone until swic.yaml says more. */
export const WEB_PORTS: readonly (number | null)[] = [null, 9465];
/** No signer first: Enter skips the step. */
export const SIGNERS: readonly (SignerKind | null)[] = [null, 'card', 'service'];

const FIELDS = {
  embedded: [],
  rabbitmq: [
    { path: 'host', kind: 'host', label: 'field.host', text: '127.0.0.1' },
    { path: 'port', kind: 'port', label: 'field.port', text: '5672' },
    { path: 'vhost', kind: 'vhost', label: 'field.vhost', text: '/' },
    { path: 'username', kind: 'user', label: 'field.username', text: 'guest' },
    { path: 'password', kind: 'secret', label: 'field.password', text: '' },
    { path: 'send.routingKey', kind: 'queue', label: 'field.send', text: 'SW.SEND' },
    { path: 'receive.queue', kind: 'queue', label: 'field.receive', text: 'SW.RECV' },
  ],
  ibmmq: [
    { path: 'queueManager', kind: 'mq-name', label: 'field.queueManager', text: 'QM1' },
    { path: 'channel', kind: 'mq-channel', label: 'field.channel', text: 'SVRCONN.CHANNEL' },
    { path: 'connectionName', kind: 'mq-connection', label: 'field.connectionName', text: '127.0.0.1(1414)' },
    { path: 'username', kind: 'optional-user', label: 'field.username', text: '' },
    { path: 'password', kind: 'secret', label: 'field.password', text: '' },
    { path: 'send.queue', kind: 'mq-name', label: 'field.send', text: 'SW.SEND' },
    { path: 'receive.queue', kind: 'mq-name', label: 'field.receive', text: 'SW.RECV' },
  ],
} as const satisfies Record<TransportKind, readonly Field[]>;

export function fieldsOf(transport: TransportKind): readonly Field[] {
  return FIELDS[transport];
}

export function initialWizard(
  offered: readonly OfferedBusiness[],
  found: OfferedImport | null,
  locale: Locale,
): WizardState {
  return {
    step: 'language',
    locale,
    clientId: PLACEHOLDER_CLIENT_ID,
    offered,
    found,
    isImport: found !== null,
    chosen: new Set(['DEC']),
    boxesDir: './boxes',
    transport: 'rabbitmq',
    hasSandbox: false,
    signer: null,
    webPort: null,
    fields: FIELDS.rabbitmq,
    successPrefix: SUCCESS_PREFIX,
    pasted: '',
    page: null,
    cursor: locale === 'zh' ? 0 : 1,
    test: { isRunning: false, steps: [] },
    isWriting: false,
    problem: null,
  };
}

export function choicesOf(state: WizardState): WizardChoices {
  const { locale, clientId, boxesDir, transport, fields, signer, webPort } = state;
  return {
    locale,
    clientId,
    businesses: state.offered.map(({ key }) => key).filter((key) => state.chosen.has(key)),
    boxesDir,
    transport,
    connection: fields
      .filter(({ kind }) => kind !== 'secret')
      .map(({ path, kind, text }) => ({ path, value: valueOf(kind, text) })),
    password: fields.find(({ kind, text }) => kind === 'secret' && text !== '')?.text ?? null,
    hasSandbox: transport === 'embedded' && state.hasSandbox,
    official: state.isImport && state.found !== null ? state.found.file : null,
    signer,
    webPort,
    successPrefix: state.successPrefix,
    left: transport === 'embedded' ? [] : (state.page?.left ?? []),
  };
}

/** What the page says is answered: transport and fields. */
export function withPage(state: WizardState, page: ReadPage): WizardState {
  const said = new Map(page.understood.map(({ path, value }) => [path, value]));
  const before = page.kind === state.transport ? state.fields : fieldsOf(page.kind);
  const fields = before.map((field) => ({
    ...field,
    text: (field.kind === 'secret' ? page.password : said.get(field.path)) ?? field.text,
  }));
  return { ...state, page, transport: page.kind, fields, test: { isRunning: false, steps: [] }, problem: null };
}

function valueOf(kind: AnswerKind, text: string): string | number | null {
  if (kind === 'port') return Number(text);
  return text === '' && kind === 'optional-user' ? null : text;
}

/** Lines of a step that the cursor can stand on. */
export function linesOf(state: WizardState): number {
  switch (state.step) {
    case 'language':
      return 2;
    case 'businesses':
      return state.offered.length;
    case 'official':
    case 'receipts':
      return 2;
    case 'transport':
      return TRANSPORTS.length;
    case 'card':
      return SIGNERS.length;
    case 'web':
      return WEB_PORTS.length;
    case 'connection':
      return Math.max(1, state.fields.length);
    case 'client':
    case 'directory':
    case 'paste':
    case 'write':
      return 1;
  }
}

/** The text that is being typed; null where lines are chosen. */
export function textOf(state: WizardState): string | null {
  if (state.step === 'client') return state.clientId;
  if (state.step === 'directory') return state.boxesDir;
  if (state.step === 'connection') return state.fields[state.cursor]?.text ?? null;
  return null;
}

export function withText(state: WizardState, text: string): WizardState {
  if (state.step === 'client') return { ...state, clientId: text, problem: null };
  if (state.step === 'directory') return { ...state, boxesDir: text, problem: null };
  const fields = state.fields.map((field, at) => (at === state.cursor ? { ...field, text } : field));
  return { ...state, fields, test: { isRunning: false, steps: [] }, problem: null };
}
