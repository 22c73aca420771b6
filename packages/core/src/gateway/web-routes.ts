import type { Ledger } from '../ports/ledger.js';
import type { CommandHandlers } from './control/conversation.js';
import type { Units } from './units/units.js';
import type { SessionRoutes } from './web/routes.js';
import { apiRoutes } from './web-api.js';
import { fileRoutes } from './web-files.js';

/** What the page asks for beside its conversation. */
export function webRoutes(ledger: Ledger, units: Units, handlers: CommandHandlers): SessionRoutes {
  const unitOf = (key: string) => units.all().find(({ definition }) => definition.key === key);
  const directoriesOf = (business: string) => unitOf(business)?.directories ?? null;
  return { ...fileRoutes({ ledger, directoriesOf }), ...apiRoutes(handlers) };
}
