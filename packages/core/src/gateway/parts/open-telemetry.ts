import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import { businessSchema } from '../../config/schema.js';
import type { Snapshot } from '../../contract/snapshot.js';
import { OTHERS } from '../../domain/businesses/others.js';
import { endProcess, Scope } from '../../runtime/scope.js';
import { type Bus, createBus } from '../../telemetry/bus.js';
import { createHumanLog, type HumanLogOptions } from '../../telemetry/human-log.js';
import { LOG_ROTATION, openLogWriter } from '../../telemetry/log-writer.js';
import { createMetrics, type Metrics } from '../../telemetry/metrics.js';
import { createRecorder, type RecordedBusiness, type Recorder } from '../../telemetry/recorder.js';
import { isStderrColoured, writeToStderr } from '../../telemetry/stderr.js';
import type { ConfiguredBusiness } from '../settings/configured-businesses.js';
import type { GatewayOptions } from './options.js';

/** On a terminal each second, in a log now and then. */
const CONSOLES = {
  lines: { hasRoutine: true, progress: null },
  batch: { hasRoutine: true, progress: { eachMs: 10_000, saysRest: false } },
  progress: { hasRoutine: false, progress: { eachMs: 1_000, saysRest: true } },
  quiet: { hasRoutine: false, progress: null },
} as const satisfies Record<
  Exclude<GatewayOptions['console'], 'none'>,
  Pick<HumanLogOptions, 'hasRoutine' | 'progress'>
>;

/** So many files of the largest size are always kept, within their days. */
const FILES_AT_LEAST = 20;

/** The one bus and its three readers: log, metrics, snapshot. */
export interface Telemetry extends AsyncDisposable {
  readonly bus: Bus;
  snapshot(): Snapshot;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
  setBusinesses(businesses: readonly ConfiguredBusiness[]): void;
}

export interface TelemetryWiring {
  readonly loaded: LoadedConfig;
  readonly dataDir: string;
  readonly businesses: readonly ConfiguredBusiness[];
  /** Where the transport connects to, for people. */
  readonly address: string;
  readonly options: GatewayOptions;
}

export function openTelemetry(wiring: TelemetryWiring): Promise<Telemetry> {
  return Scope.open(new AbortController().signal, endProcess, (scope) => compose(wiring, scope));
}

async function compose(wiring: TelemetryWiring, scope: Scope): Promise<Telemetry> {
  const { loaded, options } = wiring;
  const { config } = loaded;
  const { locale } = config;
  const { level, fileBytesMax, keepDays } = config.log;
  const bus = createBus(options.clock);
  const directory = logDirectory(wiring.dataDir);
  const totalBytesMax = Math.max(LOG_ROTATION.totalBytesMax, FILES_AT_LEAST * fileBytesMax);
  const log = scope.use(
    await openLogWriter(
      { directory, level, locale, fileBytesMax, keepDays, totalBytesMax },
      options.clock,
      (fault, droppedLines) =>
        bus.emit(
          fault === null
            ? { type: 'log.resumed', path: log.path(), droppedLines }
            : { type: 'log.failed', path: log.path(), fault: fault.toRecord() },
        ),
    ),
  );
  const metrics = createMetrics();
  const recorder = openRecorder(wiring);
  bus.addReader(log.read, 'log');
  bus.addReader(metrics.read, 'metrics');
  bus.addReader(recorder.read, 'status');
  if (options.console !== 'none') {
    const human = scope.use(
      createHumanLog(
        {
          write: writeToStderr,
          locale,
          level,
          isColoured: isStderrColoured(),
          ...CONSOLES[options.console],
        },
        options.clock,
      ),
    );
    bus.addReader(human.read, 'console');
  }
  return {
    bus,
    snapshot: () => recorder.snapshot(),
    metrics,
    setBusinesses: (businesses) => recorder.setBusinesses(recorded(businesses)),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

/** Where the log files of an agent are. */
export function logDirectory(dataDir: string): string {
  return path.join(dataDir, 'logs');
}

function openRecorder({ loaded, address, businesses, options }: TelemetryWiring): Recorder {
  const { clientId, environment, locale, transport } = loaded.config;
  const agent = { version: options.version, pid: process.pid, clientId, environment, locale, configPath: loaded.file };
  return createRecorder(
    { agent, transport: { kind: transport.kind, address }, signer: null, businesses: recorded(businesses) },
    options.clock,
  );
}

function recorded(businesses: readonly ConfiguredBusiness[]): readonly RecordedBusiness[] {
  const others: ConfiguredBusiness = { definition: OTHERS, business: businessSchema.parse({}) };
  return [...businesses, others].map(({ definition, business }) => ({
    key: definition.key,
    nameZh: definition.nameZh,
    nameEn: definition.nameEn,
    initials: definition.initials,
    send: definition.isReceiveOnly ? null : state(business.send.enabled),
    receive: state(business.receive.enabled),
  }));
}

function state(isEnabled: boolean): 'running' | 'stopped' {
  return isEnabled ? 'running' : 'stopped';
}
