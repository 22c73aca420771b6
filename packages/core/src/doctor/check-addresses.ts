import { type Proxy, proxyFor } from '../config/proxy.js';
import { ADDRESS_GROUPS, type AddressGroup, type PlatformAddress } from '../contract/addresses.js';
import type { DoctorFinding, Sentence } from '../contract/doctor.js';
import type { DoctorCheck } from '../ports/doctor.js';
import { type Dialled, dial } from './dial.js';
import { findingsOf } from './findings.js';

export interface AddressSettings {
  readonly addresses: readonly PlatformAddress[];
  /** As configured: null = as the environment variables say. */
  readonly proxy: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Name and TCP of every address at once: 5 s each, and so 5 s in all. */
export function checkAddresses(settings: AddressSettings): DoctorCheck {
  return {
    name: 'addresses',
    look: async (signal) => {
      const tries = settings.addresses.flatMap((address) => address.ports.map((port) => ({ address, port })));
      const looked = await Promise.all(tries.map((tried) => lookAt(tried, settings, signal)));
      const groups = (Object.keys(ADDRESS_GROUPS) as AddressGroup[]).flatMap((group) =>
        groupFinding(
          group,
          looked.filter(({ address }) => address.group === group),
        ),
      );
      const bad = looked.filter(({ dialled }) => dialled.kind !== 'open').map((one) => badFinding(one));
      return [...groups, ...bad];
    },
  };
}

interface Looked {
  readonly address: PlatformAddress;
  readonly port: number;
  readonly proxy: Proxy | null;
  readonly dialled: Dialled;
}

async function lookAt(
  { address, port }: Pick<Looked, 'address' | 'port'>,
  { proxy: configured, environment }: AddressSettings,
  signal: AbortSignal,
): Promise<Looked> {
  const proxy = proxyFor(address.host, configured, environment);
  return { address, port, proxy, dialled: await dial({ host: address.host, port }, proxy, signal) };
}

const { ok, skipped, warning, failed } = findingsOf('addresses');

/** What is reached is one line for each group; what is not has a line of its own. */
function groupFinding(group: AddressGroup, looked: readonly Looked[]): readonly DoctorFinding[] {
  const { zh, en } = ADDRESS_GROUPS[group];
  if (group === 'local' && looked.length === 0)
    return [
      skipped({
        zh: `${zh}：手册的端口表未公开，请写入 network.addresses`,
        en: `${en}: the manual's table of ports is not public; write yours into network.addresses`,
      }),
    ];
  // MQ is looked at by the check of the broker, step by step.
  if (looked.length === 0) return [];
  const open = looked.filter(({ dialled }) => dialled.kind === 'open');
  if (open.length === 0) return [];
  const via = open[0]?.proxy ?? null;
  const route =
    via === null
      ? { zh: '', en: '' }
      : { zh: `，经代理 ${via.host}:${via.port}`, en: ` through the proxy ${via.host}:${via.port}` };
  const count = `${open.length}/${looked.length}`;
  return [ok({ zh: `${zh}：${count} 可达${route.zh}`, en: `${en}: ${count} reached${route.en}` })];
}

/** swic itself needs the broker alone: an address of the manual that is closed keeps people from the portal, not documents. */
function badFinding({ address, port, proxy, dialled }: Looked): DoctorFinding {
  const group = ADDRESS_GROUPS[address.group];
  const { words, advice } = explain(dialled, proxy);
  const sentence: Sentence = { zh: `${group.zh}：${words.zh}`, en: `${group.en}: ${words.en}` };
  const about = `${address.host}:${port}`;
  return address.source === 'own' ? failed(sentence, advice, about) : warning(sentence, advice, about);
}

const OPEN_FIREWALL: Sentence = {
  zh: '请网络管理员在防火墙放行该地址和端口',
  en: 'Have the firewall let this address and port through',
};

function explain(dialled: Dialled, proxy: Proxy | null): { readonly words: Sentence; readonly advice: Sentence } {
  const via = proxy === null ? '' : `${proxy.host}:${proxy.port}`;
  switch (dialled.kind) {
    case 'open':
      return { words: { zh: '可达', en: 'reached' }, advice: OPEN_FIREWALL };
    case 'no-name':
      return {
        words: { zh: '域名无法解析', en: 'its name does not resolve' },
        advice: {
          zh: '检查 DNS 设置；需经代理上网时设置 network.proxy',
          en: 'See to DNS; behind a proxy set network.proxy',
        },
      };
    case 'refused':
      return { words: { zh: '连接被拒绝', en: 'the connection was refused' }, advice: OPEN_FIREWALL };
    case 'silent':
      return { words: { zh: '5 秒内没有应答', en: 'no answer in 5 s' }, advice: OPEN_FIREWALL };
    case 'unreachable':
      return {
        words: { zh: `不可达（${dialled.errno}）`, en: `not reachable (${dialled.errno})` },
        advice: OPEN_FIREWALL,
      };
    case 'proxy-away':
      return {
        words: {
          zh: `代理 ${via} 没有应答（${dialled.errno}）`,
          en: `the proxy ${via} does not answer (${dialled.errno})`,
        },
        advice: {
          zh: '检查 network.proxy 或环境变量 HTTPS_PROXY；不需要代理时设为 none',
          en: 'See to network.proxy or HTTPS_PROXY; without a proxy set it to none',
        },
      };
    case 'proxy-refused':
      return proxyRefusal(dialled.status, via);
  }
}

const NEEDS_LOGIN = 407;
/** From here on the proxy itself says that it did not get there. */
const NOT_REACHED = 500;

function proxyRefusal(status: number, via: string): { readonly words: Sentence; readonly advice: Sentence } {
  const words = { zh: `代理 ${via} 拒绝（HTTP ${status}）`, en: `the proxy ${via} refused it (HTTP ${status})` };
  if (status === NEEDS_LOGIN)
    return {
      words,
      advice: {
        zh: '代理需要用户名和密码：写成 http://用户:密码@主机:端口（环境变量 HTTPS_PROXY）',
        en: 'The proxy asks for a login: http://user:password@host:port in HTTPS_PROXY',
      },
    };
  if (status >= NOT_REACHED)
    return {
      words: {
        zh: `代理 ${via} 连不到该地址（HTTP ${status}）`,
        en: `the proxy ${via} does not reach it (HTTP ${status})`,
      },
      advice: {
        zh: '核对地址和端口，或请管理员检查代理的外网连接',
        en: 'See to address and port, and to the way out of the proxy',
      },
    };
  return {
    words,
    advice: { zh: '请管理员在代理上放行该地址和端口', en: 'Have the proxy let this address and port through' },
  };
}
