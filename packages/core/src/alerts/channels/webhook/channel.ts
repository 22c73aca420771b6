import { createHmac } from 'node:crypto';
import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import { alertText } from '../../../contract/alert-text.js';
import type { AlertMessage } from '../../../contract/alerts.js';
import { Fault } from '../../../contract/fault.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import type { ChannelWorld } from '../../channel-world.js';
import { hostOf, post } from '../../http/post.js';

type WebhookConfig = Extract<AlertChannelConfig, { readonly kind: 'webhook' }>;

/** Any answer of 2xx is a yes. The signature is over time and body: `docs/alerts.md`. */
export function createWebhook(config: WebhookConfig, world: ChannelWorld): AlertChannel {
  return {
    kind: 'webhook',
    perMinuteMax: null,
    async deliver(message, signal) {
      const url = typeof config.url === 'string' ? config.url : await world.secret(config.url);
      const secret = config.secret === null ? null : await world.secret(config.secret);
      const body = JSON.stringify(webhookBody(message, config.locale ?? world.locale));
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'swic-id': message.id,
        ...(secret === null ? {} : { 'swic-signature': signatureOf(body, secret, world.clock.nowMs()) }),
      };
      const { status } = await post({ url, method: 'POST', body, headers, timeoutMs: config.timeoutMs }, world, signal);
      if (status < 200 || status > 299) throw new Fault('alert.refused', { host: hostOf(url), status });
    },
  };
}

/** The message as data, and as the words that other channels say. */
function webhookBody(message: AlertMessage, locale: 'zh' | 'en'): unknown {
  const { title, lines } = alertText(message, locale);
  return { version: 1, ...message, title, text: lines.join('\n') };
}

function signatureOf(body: string, secret: string, nowMs: number): string {
  const hmac = createHmac('sha256', secret).update(`${nowMs}.${body}`).digest('hex');
  return `t=${nowMs},v1=${hmac}`;
}
