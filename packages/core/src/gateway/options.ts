import type { Clock } from '../ports/clock.js';
import type { Decorate } from './shared.js';

/** What the host of a gateway decides. */
export interface GatewayOptions {
  readonly version: string;
  readonly clock: Clock;
  /** What people see meanwhile: lines on standard output, or nothing where a dashboard draws. */
  readonly console: 'lines' | 'progress' | 'none';
  /** Something around the ports, e.g. a test that kills the process at one of their steps; null = the ports as they are. */
  readonly decorate: Decorate | null;
}
