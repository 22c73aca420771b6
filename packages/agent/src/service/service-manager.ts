import type { ServiceFacts } from './definition.js';
import type { UnitState } from './last-start.js';

/** The system's own tool, told what to do; what it says goes to the operator. */
export interface ServiceManager {
  /** Installs and starts. Rejects with `command.failed` and the tool's own words. */
  install(facts: ServiceFacts): void;
  uninstall(facts: ServiceFacts): void;
  /** The tool's own exit code and words. */
  status(facts: ServiceFacts): { readonly code: number; readonly text: string };
  /** How it was started last, and how the run before ended; null where the system does not say it to a program. */
  lastStart(facts: ServiceFacts): (UnitState & { readonly lastEnd: string | null }) | null;
}
