import type { TestStepRecord } from '@swic/core/contract';
import type { Locale } from '../i18n/index.js';

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

/** What the wizard asked for; `connection` holds the fields of the transport by their paths in the configuration. */
export interface WizardChoices {
  readonly locale: Locale;
  readonly clientId: string;
  readonly businesses: readonly string[];
  readonly boxesDir: string;
  readonly transport: TransportKind;
  readonly connection: readonly {
    readonly path: string;
    readonly value: string | number | { readonly env: string } | null;
  }[];
  /** The simulated platform answers: for trying out. */
  readonly hasSandbox: boolean;
  /** Settings of the official client whose businesses and directories are taken over instead of those above. */
  readonly official: string | null;
  readonly signer: SignerKind | null;
}

/** In the order in which they are asked. */
const STEPS = [
  'language',
  'official',
  'client',
  'businesses',
  'directory',
  'transport',
  'connection',
  'card',
  'write',
] as const;
export type StepName = (typeof STEPS)[number];

/** The steps of this way through: nothing is asked that cannot be had, or that the official client's settings say. */
export function stepsOf({ found, isImport }: Pick<WizardState, 'found' | 'isImport'>): readonly StepName[] {
  const left = new Set<StepName>(found === null ? ['official'] : isImport ? ['businesses', 'directory'] : []);
  return STEPS.filter((step) => !left.has(step));
}

/** A field of the connection: what is typed is text, and becomes what the schema wants. */
export interface Field {
  readonly path: string;
  readonly kind: 'text' | 'number' | 'env';
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
  readonly fields: readonly Field[];
  /** Which line of the step is selected. */
  readonly cursor: number;
  readonly test: { readonly isRunning: boolean; readonly steps: readonly TestStepRecord[] };
  /** Why one cannot go on. */
  readonly problem: string | null;
}

export const TRANSPORTS: readonly TransportKind[] = ['rabbitmq', 'ibmmq', 'embedded'];
/** Nobody first: Enter skips the step. */
export const SIGNERS: readonly (SignerKind | null)[] = [null, 'card', 'service'];

const FIELDS = {
  embedded: [],
  rabbitmq: [
    { path: 'host', kind: 'text', text: '127.0.0.1' },
    { path: 'port', kind: 'number', text: '5672' },
    { path: 'vhost', kind: 'text', text: '/' },
    { path: 'username', kind: 'text', text: 'guest' },
    { path: 'password', kind: 'env', text: 'SWIC_MQ_PASSWORD' },
    { path: 'send.routingKey', kind: 'text', text: 'SW.SEND' },
    { path: 'receive.queue', kind: 'text', text: 'SW.RECV' },
  ],
  ibmmq: [
    { path: 'queueManager', kind: 'text', text: 'QM1' },
    { path: 'channel', kind: 'text', text: 'SVRCONN.CHANNEL' },
    { path: 'connectionName', kind: 'text', text: '127.0.0.1(1414)' },
    { path: 'password', kind: 'env', text: 'SWIC_MQ_PASSWORD' },
    { path: 'send.queue', kind: 'text', text: 'SW.SEND' },
    { path: 'receive.queue', kind: 'text', text: 'SW.RECV' },
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
    clientId: 'DXPESW0000000000',
    offered,
    found,
    isImport: found !== null,
    chosen: new Set(['DEC']),
    boxesDir: './boxes',
    transport: 'rabbitmq',
    hasSandbox: false,
    signer: null,
    fields: FIELDS.rabbitmq,
    cursor: locale === 'zh' ? 0 : 1,
    test: { isRunning: false, steps: [] },
    problem: null,
  };
}

export function choicesOf(state: WizardState): WizardChoices {
  const { locale, clientId, boxesDir, transport, fields, signer } = state;
  return {
    locale,
    clientId,
    businesses: state.offered.map(({ key }) => key).filter((key) => state.chosen.has(key)),
    boxesDir,
    transport,
    connection: fields.map(({ path, kind, text }) => ({
      path,
      value: valueOf(kind, text),
    })),
    hasSandbox: transport === 'embedded' && state.hasSandbox,
    official: state.isImport && state.found !== null ? state.found.file : null,
    signer,
  };
}

/** No name of a variable, no password. */
function valueOf(kind: Field['kind'], text: string): WizardChoices['connection'][number]['value'] {
  if (kind === 'number') return Number(text);
  if (kind === 'env') return text === '' ? null : { env: text };
  return text;
}

/** Lines of a step that the cursor can stand on. */
export function linesOf(state: WizardState): number {
  switch (state.step) {
    case 'language':
      return 2;
    case 'businesses':
      return state.offered.length;
    case 'official':
      return 2;
    case 'transport':
      return TRANSPORTS.length;
    case 'card':
      return SIGNERS.length;
    case 'connection':
      return Math.max(1, state.fields.length);
    case 'client':
    case 'directory':
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
