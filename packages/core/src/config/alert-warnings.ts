import { existsSync } from 'node:fs';
import path from 'node:path';
import { nearestWord } from '../contract/near-words.js';
import { OTHERS } from '../domain/businesses/others.js';
import type { AlertsConfig } from './alerts-schema.js';
import type { ConfigWarning } from './config-warning.js';
import type { LoadedConfig } from './load.js';

/** Settings of alerts by which no person is told, though it looks as if one were. Asks whether files are there. */
export function alertWarnings({ config, directory }: LoadedConfig): readonly ConfigWarning[] {
  const { alerts, businesses } = config;
  if (alerts === null) return [];
  return [
    ...nowhereWarnings(alerts),
    ...businessWarnings(alerts, [...Object.keys(businesses), OTHERS.key]),
    ...quietWarnings(alerts),
    ...authorityWarnings(alerts, directory),
  ];
}

function nowhereWarnings({ channels, heartbeat, report }: AlertsConfig): readonly ConfigWarning[] {
  if (Object.keys(channels).length > 0 || heartbeat !== null || report !== null) return [];
  return [warning('alerts.channels', '没有通道，不会通知任何人', 'there is no channel, so no person is told')];
}

function businessWarnings({ businesses }: AlertsConfig, known: readonly string[]): readonly ConfigWarning[] {
  return Object.keys(businesses)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearestWord(name, known);
      return warning(
        `alerts.businesses.${name}`,
        `businesses 中没有 ${name}，这些阈值不起作用${near === null ? '' : `；是否指 ${near}？`}`,
        `no business is named ${name}, so it has no effect${near === null ? '' : `; did you mean ${near}?`}`,
      );
    });
}

function quietWarnings({ quietHours }: AlertsConfig): readonly ConfigWarning[] {
  if (quietHours === null || quietHours.from !== quietHours.to) return [];
  return [
    warning(
      'alerts.quietHours.to',
      'from 与 to 相同，静默时段永远不会开始',
      'from and to are the same, so it is never quiet',
    ),
  ];
}

function authorityWarnings({ channels }: AlertsConfig, directory: string): readonly ConfigWarning[] {
  return Object.entries(channels).flatMap(([name, channel]) => {
    if (channel.kind !== 'mail' || channel.ca === null || existsSync(path.resolve(directory, channel.ca))) return [];
    const at = `alerts.channels.${name}.ca`;
    return [warning(at, `找不到文件 ${channel.ca}`, `the file ${channel.ca} is not there`)];
  });
}

function warning(at: string, zh: string, en: string): ConfigWarning {
  return { level: 'warning', path: at, zh, en };
}
