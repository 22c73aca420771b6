import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import type { Emit } from '../contract/events.js';
import { createEnvelope } from '../envelope/create-envelope.js';
import { LEDGER_OPTIONS, openLedger } from '../ledger/open-ledger.js';
import type { Clock } from '../ports/clock.js';
import { Limiter } from '../runtime/limiter.js';
import { Scope } from '../runtime/scope.js';
import { openTelemetry } from '../telemetry/open-telemetry.js';
import { createSupervisor } from '../transports/supervisor.js';
import { openPiscinaJobs } from '../workers/piscina-runner.js';
import { createGateway } from './create-gateway.js';
import type { Gateway } from './gateway.js';
import { createMint } from './ids.js';
import { openTransport } from './open-transport.js';
import { openOriginNotes } from './origin-notes.js';
import type { Shared } from './shared.js';

export interface GatewayOptions {
  readonly version: string;
  readonly clock: Clock;
}
