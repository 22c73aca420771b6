import type { IncomingMessage } from 'node:http';
import { Fault } from '../contract/fault.js';
import type { DocumentListParams } from '../contract/lists.js';
import type { CommandHandlers } from './control/conversation.js';
import { type Answer, jsonAnswer, refusal } from './web/answer.js';
import type { SessionRoutes } from './web/routes.js';

type ApiHandlers = Pick<CommandHandlers, 'status' | 'listDocuments' | 'examine'>;

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1_000;

/** What programs read, as JSON; docs/openapi.json describes it. The same commands as the page's, and nothing that changes anything. */
export function apiRoutes({ status, listDocuments, examine }: ApiHandlers): SessionRoutes {
  const signal = new AbortController().signal;
  const none = (): void => undefined;
  return {
    'GET /api/status': () => answered(() => status(null, signal, none)),
    'GET /api/documents': (request) => answered(() => listDocuments(listParams(request), signal, none)),
    'GET /api/documents/*': (_, __, [document = '']) => answered(() => examine({ document }, signal, none)),
  };
}

async function answered(work: () => Promise<unknown>): Promise<Answer> {
  try {
    return jsonAnswer(200, await work());
  } catch (reason) {
    const { code } = Fault.from(reason, 'command.failed');
    return refusal(code === 'command.not-found' ? 404 : code === 'command.usage' ? 400 : 500, code);
  }
}

/** Throws `command.usage` for a parameter that is not described. */
function listParams({ url = '' }: IncomingMessage): DocumentListParams {
  const asked = new URLSearchParams(url.split('?')[1] ?? '');
  for (const name of asked.keys()) if (!KNOWN.has(name)) throw new Fault('command.usage', { parameter: name });
  const list = (name: string): readonly string[] | null => asked.get(name)?.split(',') ?? null;
  const limit = numberOf(asked, 'limit') ?? LIMIT_DEFAULT;
  if (limit < 1 || limit > LIMIT_MAX) throw new Fault('command.usage', { parameter: 'limit' });
  return {
    business: asked.get('business'),
    stages: list('stage'),
    customs: list('customs') as DocumentListParams['customs'],
    sinceMs: numberOf(asked, 'sinceMs'),
    untilMs: numberOf(asked, 'untilMs'),
    text: asked.get('text'),
    before: asked.get('before'),
    limit,
  };
}

const KNOWN: ReadonlySet<string> = new Set([
  'business',
  'stage',
  'customs',
  'sinceMs',
  'untilMs',
  'text',
  'before',
  'limit',
]);

function numberOf(asked: URLSearchParams, name: string): number | null {
  const text = asked.get(name);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new Fault('command.usage', { parameter: name });
  return Number(text);
}
