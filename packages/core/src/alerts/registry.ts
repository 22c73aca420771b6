import type { AlertChannelConfig } from '../config/alerts-schema.js';
import type { AlertChannel } from '../ports/alert-channel.js';
import type { ChannelWorld } from './channel-world.js';
import { createCommand } from './channels/command/channel.js';
import { createDingtalk } from './channels/dingtalk/channel.js';
import { createFeishu } from './channels/feishu/channel.js';
import { createMail } from './channels/mail/channel.js';
import { createSystem } from './channels/system/channel.js';
import { createWebhook } from './channels/webhook/channel.js';
import { createWecom } from './channels/wecom/channel.js';

/** The adapter of a configured channel. Nothing is opened before the first delivery. */
export function createChannel(config: AlertChannelConfig, world: ChannelWorld): AlertChannel {
  switch (config.kind) {
    case 'webhook':
      return createWebhook(config, world);
    case 'wecom':
      return createWecom(config, world);
    case 'dingtalk':
      return createDingtalk(config, world);
    case 'feishu':
      return createFeishu(config, world);
    case 'mail':
      return createMail(config, world);
    case 'command':
      return createCommand(config, world);
    case 'system':
      return createSystem(config, world);
  }
}
