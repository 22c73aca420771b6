import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkAnswer, isClientId, PLACEHOLDER_CLIENT_ID } from '../contract/answers.js';
import { ENVIRONMENTS } from '../contract/environment.js';
import { nearestWord } from '../contract/near-words.js';
import { BUSINESSES, findBusiness } from '../domain/businesses/registry.js';
import { alertWarnings } from './alert-warnings.js';
import type { ConfigWarning } from './config-warning.js';
import type { LoadedConfig } from './load.js';
import { maintenanceWarnings } from './maintenance-warnings.js';
import type { Config } from './schema.js';
import { findReferences } from './secret-references.js';
import type { TransportConfig } from './transport-schema.js';

/** Everything that can be told without connecting; reads the environment and whether files are there, changes nothing. `nowMs` decides which times are over. */
export function configWarnings(
  loaded: LoadedConfig,
  environment: Readonly<Record<string, string | undefined>>,
  nowMs: number,
): readonly ConfigWarning[] {
  const { config } = loaded;
  return [
    ...clientIdErrors(config),
    ...unknownSettingWarnings(loaded),
    ...environmentWarnings(config),
    ...businessWarnings(config),
    ...transportWarnings(config.transport),
    ...tlsWarnings(loaded),
    ...referenceWarnings(loaded, environment),
    ...directoryWarnings(loaded),
    ...maintenanceWarnings(config, nowMs),
    ...alertWarnings(loaded),
  ];
}

/** The first reason why this configuration must not run; null = it may. */
export function startError({ config }: LoadedConfig): ConfigWarning | null {
  return clientIdErrors(config)[0] ?? null;
}

function warning(at: string, zh: string, en: string): ConfigWarning {
  return { level: 'warning', path: at, zh, en };
}

function clientIdErrors({ clientId, clientIdShape, transport, environment }: Config): readonly ConfigWarning[] {
  const { portal } = ENVIRONMENTS[environment];
  if (clientId === PLACEHOLDER_CLIENT_ID && transport.kind !== 'embedded')
    return [
      {
        level: 'error',
        path: 'clientId',
        zh: `${clientId} 只是示例，只能与 embedded 传输方式一起使用；真实的客户端编号见 ${portal} 的客户端管理或平台的开通通知`,
        en: `${clientId} is an example and runs with the embedded transport alone; the real one is in the portal ${portal} and in the letter that opened the queues`,
      },
    ];
  if (clientIdShape === 'any' || isClientId(clientId)) return [];
  const words = checkAnswer('client-id', clientId);
  return [
    {
      level: 'error',
      path: 'clientId',
      zh: `${clientId}：${words?.zh ?? ''}确实如此时请设置 clientIdShape: any`,
      en: `${clientId}: ${words?.en ?? ''} Where it is right all the same, set clientIdShape: any`,
    },
  ];
}

function unknownSettingWarnings({ unknownSettings }: LoadedConfig): readonly ConfigWarning[] {
  return unknownSettings.map(({ path: at, zh, en }) =>
    warning(at, `${zh}：可能由更新版本写入，未生效`, `${en}: a later version may have written it; it has no effect`),
  );
}

/** An id does not tell its environment, so the firm's own list decides. */
function environmentWarnings({ clientId, clientIds, environment }: Config): readonly ConfigWarning[] {
  const other = environment === 'test' ? 'production' : 'test';
  if (!clientIds[other].includes(clientId) || clientIds[environment].includes(clientId)) return [];
  return [
    warning(
      'environment',
      `客户端编号 ${clientId} 属于${ENVIRONMENTS[other].zh}，而 environment 为 ${environment}`,
      `the client id ${clientId} belongs to ${other}, and environment is ${environment}`,
    ),
  ];
}

function businessWarnings({ businesses }: Config): readonly ConfigWarning[] {
  const known = BUSINESSES.map(({ key }) => key as string);
  return Object.entries(businesses).flatMap(([name, { definition }]) => {
    const near = findBusiness(name) === null && definition === null ? nearestWord(name, known) : null;
    const at = `businesses.${name}`;
    if (near === null) return [];
    return [
      warning(
        at,
        `没有名为 ${name} 的业务，是否指 ${near}？`,
        `no business is known as ${name}; did you mean ${near}?`,
      ),
    ];
  });
}

function transportWarnings(transport: TransportConfig): readonly ConfigWarning[] {
  if (transport.kind === 'rabbitmq') return answerWarning('host', 'transport.host', transport.host);
  if (transport.kind !== 'ibmmq') return [];
  return [
    ...answerWarning('mq-connection', 'transport.connectionName', transport.connectionName),
    ...(transport.ccsid === 819
      ? []
      : [
          warning(
            'transport.ccsid',
            `平台规定为 819，现为 ${transport.ccsid}`,
            `the platform has fixed it at 819; it is ${transport.ccsid}`,
          ),
        ]),
  ];
}

function answerWarning(kind: 'host' | 'mq-connection', at: string, text: string): readonly ConfigWarning[] {
  const problem = checkAnswer(kind, text);
  return problem === null ? [] : [warning(at, `${text}：${problem.zh}`, `${text}: ${problem.en}`)];
}

function tlsWarnings({ config: { transport }, directory }: LoadedConfig): readonly ConfigWarning[] {
  if (transport.kind !== 'rabbitmq' || typeof transport.tls === 'boolean') return [];
  const { ca, cert, key } = transport.tls;
  return Object.entries({ ca, cert, key }).flatMap(([name, file]) =>
    file === null ? [] : missingFile(`transport.tls.${name}`, directory, file),
  );
}

function referenceWarnings(
  { config, directory }: LoadedConfig,
  environment: Readonly<Record<string, string | undefined>>,
): readonly ConfigWarning[] {
  return findReferences(config).flatMap(({ path: at, ref }) => {
    if ('env' in ref && (environment[ref.env] ?? '') === '')
      return [warning(at, `环境变量 ${ref.env} 没有设置`, `the environment variable ${ref.env} is not set`)];
    return 'file' in ref ? missingFile(at, directory, ref.file) : [];
  });
}

function missingFile(at: string, directory: string, file: string): readonly ConfigWarning[] {
  if (existsSync(path.resolve(directory, file))) return [];
  return [warning(at, `找不到文件 ${file}`, `the file ${file} is not there`)];
}

/** Boxes are made at the start; the directory above them belongs to others, e.g. a network drive. */
function directoryWarnings({ config, directory }: LoadedConfig): readonly ConfigWarning[] {
  const reports = config.alerts?.report?.directory ?? null;
  const roots: readonly (readonly [string, string])[] = [
    ...(reports === null ? [] : [['alerts.report.directory', reports] as const]),
    ['boxesDir', config.boxesDir],
    ['dataDir', config.dataDir],
    ...Object.entries(config.businesses).flatMap(([name, { boxes }]) =>
      Object.entries(boxes).flatMap(([box, at]): (readonly [string, string])[] =>
        at === null ? [] : [[`businesses.${name}.boxes.${box}`, at]],
      ),
    ),
  ];
  return roots.flatMap(([at, text]) => {
    const parent = path.dirname(path.resolve(directory, text));
    if (existsSync(parent)) return [];
    return [warning(at, `上级目录 ${parent} 不存在`, `the directory above it, ${parent}, is not there`)];
  });
}
