import { createHmac } from 'node:crypto';
import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import type { ChannelWorld } from '../../channel-world.js';
import { createRobot, type RobotCall, type RobotShape } from '../../http/robot.js';

/** [公开文档: open.feishu.cn, 自定义机器人使用指南; 签名校验]: a request of 20 kB. */
const FEISHU: RobotShape = {
  kind: 'feishu',
  textBytesMax: 15_000,
  codeField: 'code',
  request: (call) => ({
    url: call.url,
    body: { ...signature(call), msg_type: 'text', content: { text: call.text } },
  }),
};

/** 飞书 */
export function createFeishu(
  config: Extract<AlertChannelConfig, { readonly kind: 'feishu' }>,
  world: ChannelWorld,
): AlertChannel {
  return createRobot(FEISHU, config, world);
}

/** The key is made of seconds and the secret, and what is signed is nothing; in the body. */
function signature({ secret, nowMs }: RobotCall): { readonly timestamp?: string; readonly sign?: string } {
  if (secret === null) return {};
  const timestamp = String(Math.floor(nowMs / 1_000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).digest('base64') };
}
