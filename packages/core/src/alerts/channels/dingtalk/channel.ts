import { createHmac } from 'node:crypto';
import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import type { ChannelWorld } from '../../channel-world.js';
import { createRobot, type RobotCall, type RobotShape } from '../../http/robot.js';

/** [公开文档: open.dingtalk.com, 自定义机器人接入; 加签] */
const DINGTALK: RobotShape = {
  kind: 'dingtalk',
  textBytesMax: 15_000,
  codeField: 'errcode',
  request: (call) => ({ url: signed(call), body: { msgtype: 'text', text: { content: call.text } } }),
};

/** 钉钉 */
export function createDingtalk(
  config: Extract<AlertChannelConfig, { readonly kind: 'dingtalk' }>,
  world: ChannelWorld,
): AlertChannel {
  return createRobot(DINGTALK, config, world);
}

/** The signature is over milliseconds and the secret, in the address. */
function signed({ url, secret, nowMs }: RobotCall): string {
  const address = URL.parse(url);
  if (secret === null || address === null) return url;
  const sign = createHmac('sha256', secret).update(`${nowMs}\n${secret}`).digest('base64');
  address.searchParams.set('timestamp', String(nowMs));
  address.searchParams.set('sign', sign);
  return address.href;
}
