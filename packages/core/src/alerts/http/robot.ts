import type { AlertChannelConfig } from '../../config/alerts-schema.js';
import { alertText, asOneText } from '../../contract/alert-text.js';
import { Fault } from '../../contract/fault.js';
import type { AlertChannel } from '../../ports/alert-channel.js';
import type { ChannelWorld } from '../channel-world.js';
import { hostOf, type PostAnswer, post } from './post.js';

type RobotConfig = Extract<AlertChannelConfig, { readonly kind: 'wecom' | 'dingtalk' | 'feishu' }>;

/** What differs between the group robots. */
export interface RobotShape {
  readonly kind: RobotConfig['kind'];
  /** Of the text, in UTF-8: what is longer is refused there. */
  readonly textBytesMax: number;
  /** `secret` null = the robot asks for no signature. Pure. */
  readonly request: (call: RobotCall) => { readonly url: string; readonly body: unknown };
  /** Name of the code in the answer; 0 is a yes, also where the status is 200 and the message was not taken. */
  readonly codeField: 'errcode' | 'code';
}

export interface RobotCall {
  readonly url: string;
  readonly secret: string | null;
  readonly text: string;
  readonly nowMs: number;
}

/** A group robot takes no more: then it refuses for ten minutes [公开文档: 每个机器人每分钟 20 条]. */
const PER_MINUTE_MAX = 20;

/** A robot in a group chat. Its address holds the key, so that it is a secret. */
export function createRobot(shape: RobotShape, config: RobotConfig, world: ChannelWorld): AlertChannel {
  return {
    kind: shape.kind,
    perMinuteMax: PER_MINUTE_MAX,
    async deliver(message, signal) {
      const address = await world.secret(config.url);
      const secret = config.secret === null ? null : await world.secret(config.secret);
      const lines = asOneText(alertText(message, config.locale ?? world.locale));
      const text = cutToBytes(lines.join('\n'), shape.textBytesMax);
      const { url, body } = shape.request({ url: address, secret, text, nowMs: world.clock.nowMs() });
      if (!URL.canParse(url)) throw new Fault('config.invalid', { what: 'url' });
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      const posting = {
        url,
        method: 'POST',
        body: JSON.stringify(body),
        headers,
        timeoutMs: config.timeoutMs,
      } as const;
      demandTaken(await post(posting, world, signal), shape.codeField, hostOf(url));
    },
  };
}

/** An answer that is no JSON, e.g. the page of a proxy, is no yes. */
function demandTaken({ status, text }: PostAnswer, codeField: RobotShape['codeField'], host: string): void {
  const code = status === 200 ? codeOf(text, codeField) : null;
  if (code === 0) return;
  throw new Fault('alert.refused', { host, status, code });
}

function codeOf(text: string, field: RobotShape['codeField']): number | null {
  try {
    const answer: unknown = JSON.parse(text);
    const code = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[field] : null;
    return typeof code === 'number' ? code : null;
  } catch {
    return null;
  }
}

const ELLIPSIS = '\n…';

/** Whole lines where they fit. */
function cutToBytes(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  const room = bytesMax - Buffer.byteLength(ELLIPSIS);
  let kept = '';
  for (const line of text.split('\n')) {
    const next = kept === '' ? line : `${kept}\n${line}`;
    if (Buffer.byteLength(next) > room) break;
    kept = next;
  }
  return `${kept}${ELLIPSIS}`;
}
