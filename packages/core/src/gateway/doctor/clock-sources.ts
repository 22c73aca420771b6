import { proxyFor } from '../../config/proxy.js';
import { ADDRESSES } from '../../contract/addresses.js';
import { Fault } from '../../contract/fault.js';
import type { ClockSource } from '../../doctor/check-clock.js';
import { readHttpSkew, skewOf } from '../../doctor/platform-time.js';
import type { TriedBox } from './box-trials.js';
import type { DoctorWorld } from './world.js';

/** Network file systems keep their stamps to two seconds at worst [FAT]. */
const FILE_PRECISION_MS = 2_000;
const HTTP_PORT = 80;

/** The file server by the stamps of its files, the broker, and the platform by the Date of its portal. */
export function clockSources(world: DoctorWorld, trials: () => readonly TriedBox[]): readonly ClockSource[] {
  const { loaded } = world;
  if (loaded === null) return [portalSource(world)];
  const { kind } = loaded.config.transport;
  return [...fileSources(trials()), ...(kind === 'embedded' ? [] : [brokerSource(world)]), portalSource(world)];
}

/** One for each volume. */
function fileSources(tried: readonly TriedBox[]): readonly ClockSource[] {
  const volumes = new Map<string, { readonly at: string; readonly aheadMs: number }>();
  for (const { tried: at, result } of tried)
    if (!(result instanceof Fault) && !volumes.has(result.device))
      volumes.set(result.device, { at, aheadMs: result.aheadMs });
  return [...volumes.values()].map(({ at, aheadMs }) => ({
    zh: '文件所在的服务器',
    en: 'the file server',
    read: async () => ({ source: at, aheadMs, precisionMs: FILE_PRECISION_MS }),
  }));
}

function brokerSource({ loaded, clock, readBrokerClock }: DoctorWorld): ClockSource {
  return {
    zh: '消息服务器',
    en: 'the broker',
    async read(signal) {
      if (loaded === null) return null;
      const { transport } = loaded.config;
      const sentMs = clock.nowMs();
      const toldMs = await readBrokerClock(loaded, signal);
      const source = transport.kind === 'rabbitmq' ? `${transport.host}:${transport.port}` : transport.kind;
      // Connecting took most of it, and came before.
      return toldMs === null ? null : skewOf(source, toldMs, Math.max(sentMs, clock.nowMs() - WAY_MS), clock.nowMs());
    },
  };
}

/** The way of one message there and back is no longer, where a broker can be worked with. */
const WAY_MS = 1_000;

function portalSource({ loaded, clock, environment }: DoctorWorld): ClockSource {
  return {
    zh: '单一窗口门户',
    en: 'the portal',
    read(signal) {
      const addresses = [
        ...(loaded?.config.network.addresses ?? []),
        ...ADDRESSES[loaded?.config.environment ?? 'production'],
      ];
      const portal = addresses.find(({ group, ports }) => group === 'login' && ports.includes(HTTP_PORT));
      if (portal === undefined) return Promise.resolve(null);
      const proxy = proxyFor(portal.host, loaded?.config.network.proxy ?? null, environment);
      return readHttpSkew({ host: portal.host, port: HTTP_PORT }, proxy, clock, signal);
    },
  };
}
