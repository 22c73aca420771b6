import { row } from './row.js';

/** Faults of the list of versions that `swic update` reads. None of them touches the agent. */
export const UPDATE_FAULTS = {
  'update.unreachable': row(
    'halt',
    69,
    ['版本清单取不到', '检查 swic.yaml 中 update.from 的地址或目录、网络和代理'],
    [
      'The list of versions could not be read',
      'Check the address or directory in update.from of swic.yaml, the network and the proxy',
    ],
  ),
  'update.untrusted': row(
    'halt',
    1,
    ['版本清单的签名与配置的公钥不符，未采用', '不要安装该处的文件；向维护清单的人员核实，公钥更换后修改 update.keys'],
    [
      'The list of versions is not signed by a key of the configuration, and is not used',
      'Install nothing from there; ask who keeps the list, and change update.keys where the key was changed',
    ],
  ),
  'update.unreadable': row(
    'halt',
    1,
    ['版本清单已签名，但格式不正确', '请维护清单的人员用 npm run release:list 重新生成'],
    [
      'The list of versions is signed, but not in the form of one',
      'Ask who keeps it to write it anew by npm run release:list',
    ],
  ),
} as const;
