import type { AlertDesk } from '../../alerts/alert-desk.js';
import { testMessage, tryChannels } from '../../alerts/trial.js';
import type { LoadedConfig } from '../../config/load.js';
import type { AlertTrial } from '../../contract/alerts.js';
import { Fault } from '../../contract/fault.js';
import type { Clock } from '../../ports/clock.js';
import { hostUser } from '../../runtime/host/index.js';
import type { CommandHandlers } from '../control/conversation.js';
import { alertChannels, alertSender } from '../parts/alert-channels.js';

interface AlertWorld {
  readonly alerts: () => AlertDesk | null;
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;

export function alertHandlers({
  alerts,
  clock,
}: AlertWorld): Pick<CommandHandlers, 'alerts' | 'testAlerts' | 'silenceAlerts'> {
  return {
    alerts: async () => alerts()?.report() ?? null,
    testAlerts: async ({ channel }, signal) => deskOf(alerts()).test(channel, signal),
    silenceAlerts: async ({ rule, minutes, by }) => {
      const desk = deskOf(alerts());
      await desk.silence({ rule, untilMs: clock.nowMs() + minutes * MINUTE_MS, by: by ?? hostUser().name });
      return desk.report();
    },
  };
}

function deskOf(alerts: AlertDesk | null): AlertDesk {
  if (alerts !== null) return alerts;
  throw new Fault('command.failed', {
    zh: '运行中的 swic 没有告警配置：请在 swic.yaml 中加入 alerts',
    en: 'the running agent has no alerts: add alerts to swic.yaml',
  });
}

/** Without an agent: from here, with the secrets of this user. */
export function testAlertsOf(
  loaded: LoadedConfig,
  version: string,
  clock: Clock,
  { channel, signal }: { readonly channel: string | null; readonly signal: AbortSignal },
): Promise<readonly AlertTrial[]> {
  const message = testMessage(alertSender(loaded, version), loaded.config.alerts?.link ?? null, clock);
  return tryChannels(alertChannels(loaded, clock), { name: channel, message }, { clock, signal });
}
