import { row } from './row.js';

/** Moving in from the official client. */
export const OFFICIAL_FAULTS = {
  'config.official-missing': row(
    'halt',
    78,
    ['找不到官方客户端的设置文件', '在官方客户端所用的 Windows 用户下运行，或用 --settings 指定 DFWJobSettings.xml'],
    [
      'The settings of the official client were not found',
      'Run it as the Windows user of the official client, or name DFWJobSettings.xml with --settings',
    ],
  ),
  'config.official-invalid': row(
    'halt',
    78,
    [
      '不是官方客户端的设置文件，或其中没有业务',
      '用 --settings 指定 DFWJobSettings.xml；没有业务时，先在官方客户端的用户设置中勾选',
    ],
    [
      'These are no settings of the official client, or they have no business',
      'Name DFWJobSettings.xml with --settings; where it has no business, tick some in the user settings of the official client first',
    ],
  ),
} as const;
