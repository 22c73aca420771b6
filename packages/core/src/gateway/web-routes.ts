import { describeSettings } from '../config/describe-settings.js';
import type { ConversationSettings } from './control/conversation.js';
import { createKeepAct } from './keep-act.js';
import type { GatewayOptions } from './parts/options.js';
import type { Shared } from './parts/shared.js';
import type { Units } from './units/units.js';
import { jsonAnswer, refusal } from './web/answer.js';
import { isEditable } from './web/editable.js';
import type { SessionRoutes } from './web/routes.js';
import type { WebWorld } from './web/web-server.js';
import { apiRoutes } from './web-api.js';
import { fileRoutes } from './web-files.js';
import { uploadRoutes } from './web-uploads.js';

export interface WebParts {
  readonly shared: Shared;
  readonly options: GatewayOptions;
  readonly dataDir: string;
}

/** What the page is served with: the parts of the gateway, and what is asked for beside its conversation. */
export function webWorld(parts: WebParts, units: Units, conversation: ConversationSettings): WebWorld {
  const { shared, options, dataDir } = parts;
  const unitOf = (key: string) => units.all().find(({ definition }) => definition.key === key);
  const directoriesOf = (business: string) => unitOf(business)?.directories ?? null;
  const { handlers } = conversation;
  const asked = { ...shared, dataDir, keepAct: createKeepAct(shared) };
  const routes: SessionRoutes = {
    ...fileRoutes({ ledger: shared.ledger, directoriesOf }),
    ...uploadRoutes({ ...asked, unitOf, correct: handlers.correct }),
    ...apiRoutes(handlers),
    'GET /settings': (_, { role }) =>
      role === 'operator' ? jsonAnswer(200, editableSettings()) : refusal(403, 'forbidden'),
  };
  return { ...asked, ...options, ...conversation, routes };
}

/** What the schema says of each setting that the page may change. */
const editableSettings = () => describeSettings().filter(({ path }) => isEditable(path.split('.')));
