import { describeSettings } from '../config/describe-settings.js';
import type { ConversationSettings } from './control/conversation.js';
import { createActKeeper } from './keep-act.js';
import type { GatewayOptions } from './parts/options.js';
import type { Shared } from './parts/shared.js';
import type { Units } from './units/units.js';
import { jsonAnswer, refusal } from './web/answer.js';
import { isEditable } from './web/editable.js';
import type { SessionRoutes } from './web/routes.js';
import { openWebDesk, type WebDesk } from './web/web-server.js';
import { apiRoutes } from './web-api.js';
import { fileRoutes } from './web-files.js';
import { uploadRoutes } from './web-uploads.js';

export interface WebParts {
  readonly shared: Shared;
  readonly options: GatewayOptions;
  readonly dataDir: string;
}

/** The page, with the parts of the gateway and what is asked for beside its conversation. As `openWebDesk`. */
export function openWeb(parts: WebParts, units: Units, conversation: ConversationSettings): WebDesk | null {
  const { shared, options, dataDir } = parts;
  const unitOf = (key: string) => units.all().find(({ definition }) => definition.key === key);
  const directoriesOf = (business: string) => unitOf(business)?.directories ?? null;
  const { handlers } = conversation;
  const acts = createActKeeper(shared);
  const asked = { ...shared, dataDir, keepAct: acts.keepAct };
  const routes: SessionRoutes = {
    ...fileRoutes({ ledger: shared.ledger, directoriesOf }),
    ...uploadRoutes({ ...asked, unitOf, correct: handlers.correct }),
    ...apiRoutes(handlers),
    'GET /settings': (_, { role }) =>
      role === 'operator' ? jsonAnswer(200, editableSettings()) : refusal(403, 'forbidden'),
  };
  const desk = openWebDesk({ ...asked, ...options, ...conversation, routes });
  if (desk === null) return null;
  return { link: desk.link, run: async (signal) => void (await Promise.all([desk.run(signal), acts.run(signal)])) };
}

/** What the schema says of each setting that the page may change. */
const editableSettings = () => describeSettings().filter(({ path }) => isEditable(path.split('.')));
