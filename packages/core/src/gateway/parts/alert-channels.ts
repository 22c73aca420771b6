import { hostname } from 'node:os';
import path from 'node:path';
import type { ChannelWorld } from '../../alerts/channel-world.js';
import { createChannel } from '../../alerts/registry.js';
import type { LoadedConfig } from '../../config/load.js';
import { resolveSecret } from '../../config/secrets.js';
import type { AlertSender } from '../../contract/alerts.js';
import type { AlertChannel } from '../../ports/alert-channel.js';
import type { Clock } from '../../ports/clock.js';

/** The channels of the configuration, none where there are no alerts. Nothing is opened. */
export function alertChannels(loaded: LoadedConfig, clock: Clock): ReadonlyMap<string, AlertChannel> {
  const world = channelWorld(loaded, clock);
  const channels = Object.entries(loaded.config.alerts?.channels ?? {});
  return new Map(channels.map(([name, channel]) => [name, createChannel(channel, world)]));
}

export function channelWorld({ config, directory }: LoadedConfig, clock: Clock): ChannelWorld {
  return {
    clock,
    secret: (ref: Parameters<typeof resolveSecret>[0]) => resolveSecret(ref, directory),
    resolvePath: (file: string) => path.resolve(directory, file),
    proxy: config.network.proxy,
    environment: process.env,
    locale: config.locale,
    platform: process.platform,
  };
}

export function alertSender({ config }: LoadedConfig, version: string): AlertSender {
  return { clientId: config.clientId, environment: config.environment, host: hostname(), version };
}
