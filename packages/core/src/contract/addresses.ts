import type { Environment } from './environment.js';

/** The manual's seven groups of addresses that a firewall has to let through [manual 2019, 2.3: 配置运行环境需要的地址]. */
export const ADDRESS_GROUPS = {
  login: { zh: '用户名登录及服务', en: 'login and service' },
  card: { zh: '卡登录', en: 'login by card' },
  local: { zh: '地方平台', en: 'local platform' },
  download: { zh: '客户端下载', en: 'download of the official client' },
  control: { zh: '卡控件下载', en: 'download of the card control' },
  mq: { zh: 'MQ', en: 'MQ' },
  authority: { zh: '第三方安全认证机构', en: 'certificate authorities' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

/** One of the manual's groups. */
export type AddressGroup = keyof typeof ADDRESS_GROUPS;

/** One host of the platform, with the ports that have to be open. */
export interface PlatformAddress {
  readonly group: AddressGroup;
  readonly host: string;
  readonly ports: readonly number[];
  /** Where it comes from. `own` = written in swic.yaml. */
  readonly source: 'manual-2019' | 'own';
}

const manual = (group: AddressGroup, host: string, ...ports: readonly number[]): PlatformAddress => ({
  group,
  host,
  ports,
  source: 'manual-2019',
});

/** As the manual spells them; one of its rows is there twice. */
const AUTHORITIES: readonly PlatformAddress[] = [
  'ocspl.verisign.com',
  's2.symcb.com',
  'sv.symcd.com',
  'cr1.globalsign.com',
  'secure.globalsign.com',
  's1.symcb.com',
  'd.symcb.com',
  'www.symauth.com',
  'ocsp2.globalsign.com',
  'go.microsoft.com',
  'download.microsoft.com',
].map((host) => manual('authority', host, 80));

const CONTROL = manual('control', 'patchdownload.chinaport.gov.cn', 80);

/**
 * By environment. The manual lists the addresses of the production environment (2.3) and names portal and download of the test
 * environment (2.1, 2.2); of the latter's login by card it says nothing. 地方平台 is in a table that is not public and MQ is in
 * the portal's answer: the first comes from `network.addresses`, the second from `transport`.
 */
export const ADDRESSES = {
  production: [
    manual('login', 'www.singlewindow.cn', 80, 443),
    manual('login', 'app.singlewindow.cn', 80, 443),
    manual('card', 'cas.chinaport.gov.cn', 80, 443),
    manual('download', 'update.singlewindow.cn', 80),
    CONTROL,
    ...AUTHORITIES,
  ],
  test: [
    manual('login', 'test.singlewindow.cn', 80, 443),
    manual('download', 'updatetest.singlewindow.cn', 80),
    CONTROL,
    ...AUTHORITIES,
  ],
} as const satisfies Record<Environment, readonly PlatformAddress[]>;
