import type { Ledger } from '../ports/ledger.js';
import type { Units } from './units/units.js';
import type { SessionRoutes } from './web/routes.js';
import { fileRoutes } from './web-files.js';

/** What the page asks for beside its conversation. */
export function webRoutes(ledger: Ledger, units: Units): SessionRoutes {
  const unitOf = (key: string) => units.all().find(({ definition }) => definition.key === key);
  return fileRoutes({ ledger, directoriesOf: (business) => unitOf(business)?.directories ?? null });
}
