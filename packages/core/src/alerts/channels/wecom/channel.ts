import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import type { ChannelWorld } from '../../channel-world.js';
import { createRobot, type RobotShape } from '../../http/robot.js';

/** [公开文档: developer.work.weixin.qq.com, 群机器人配置说明]: a text of 2,048 bytes; the key is in the address, there is no signature. */
const WECOM: RobotShape = {
  kind: 'wecom',
  textBytesMax: 2_048,
  codeField: 'errcode',
  request: ({ url, text }) => ({ url, body: { msgtype: 'text', text: { content: text } } }),
};

/** 企业微信 */
export function createWecom(
  config: Extract<AlertChannelConfig, { readonly kind: 'wecom' }>,
  world: ChannelWorld,
): AlertChannel {
  return createRobot(WECOM, config, world);
}
