import { existsSync } from 'node:fs';
import type { DoctorFinding } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { ledgerOf } from '../care/ledger-place.js';
import type { TriedBox } from './box-trials.js';
import { boxTitle, type DoctorWorld } from './world.js';

type Trials = () => readonly TriedBox[];

const boxes = findingsOf('boxes');
const volumes = findingsOf('volumes');

/** A hidden file is made, renamed and removed in every box. */
export function checkBoxes({ loaded }: DoctorWorld, trials: Trials): DoctorCheck {
  return {
    name: 'boxes',
    look: async () => {
      if (loaded === null) return [boxes.skipped(NO_CONFIGURATION)];
      const hasRun = existsSync(ledgerOf(loaded));
      return byBusiness(trials()).flatMap(([business, tried]) => findingsOfBusiness(business, tried, hasRun));
    },
  };
}

export const NO_CONFIGURATION = { zh: '没有可用的配置', en: 'there is no configuration to go by' };

function findingsOfBusiness(business: string, tried: readonly TriedBox[], hasRun: boolean): readonly DoctorFinding[] {
  const isMissing = (each: TriedBox): boolean => each.tried !== each.at;
  const bad = tried.flatMap((each) => {
    const about = `${business} ${boxTitle(each.box)}`;
    if (each.result instanceof Fault) return [boxes.fault(each.result, about)];
    // Made at the first start; later it is a network drive that is away, or a mistake.
    return isMissing(each) && hasRun ? [away(each, about)] : [];
  });
  const good = tried.length - bad.length;
  if (good === 0) return bad;
  const isNew = tried.every(isMissing) && !hasRun;
  const words = isNew
    ? {
        zh: '目录还没有建立，首次启动时建立；上级目录可写',
        en: 'the boxes are made at the first start; the directory above may be written',
      }
    : {
        zh: `每个业务的 ${good} 个目录中都可以新建、改名、删除文件`,
        en: `files can be made, renamed and removed in each of ${good} boxes`,
      };
  return [boxes.ok(words, business), ...bad];
}

function away({ at }: TriedBox, about: string): DoctorFinding {
  return boxes.failed(
    { zh: `目录不存在：${at}`, en: `is not there: ${at}` },
    {
      zh: '检查网络驱动器和路径；确实要换目录时修改 swic.yaml',
      en: 'See to the network drive and the path, or change it in swic.yaml',
    },
    about,
  );
}

function byBusiness(tried: readonly TriedBox[]): readonly (readonly [string, readonly TriedBox[]])[] {
  const names = [...new Set(tried.map(({ business }) => business))];
  return names.map((name) => [name, tried.filter(({ business }) => business === name)]);
}

/** A file goes from OutBox through TempBox into SentBox or FailBox by renames; over a border it is copied. */
export function checkVolumes({ loaded }: DoctorWorld, trials: Trials): DoctorCheck {
  return {
    name: 'volumes',
    look: async () => {
      if (loaded === null) return [volumes.skipped(NO_CONFIGURATION)];
      const found = byBusiness(trials()).flatMap(([business, tried]) => borders(business, tried));
      if (found.length > 0) return found;
      return [volumes.ok({ zh: '每个业务的目录都在同一卷上', en: 'the boxes of each business are on one volume' })];
    },
  };
}

function borders(business: string, tried: readonly TriedBox[]): readonly DoctorFinding[] {
  const deviceOf = ({ result }: TriedBox): string | null => (result instanceof Fault ? null : result.device);
  const temp = tried.find(({ box }) => box === 'tempBox');
  const home = temp === undefined ? null : deviceOf(temp);
  if (home === null) return [];
  return tried
    .filter((each) => each.box !== 'inBox' && deviceOf(each) !== null && deviceOf(each) !== home)
    .map((each) =>
      volumes.warning(
        { zh: `与 TempBox 不在同一卷：${each.at}`, en: `on another volume than TempBox: ${each.at}` },
        {
          zh: '每份单据都要复制一次，速度较慢；最好把 TempBox 放在同一卷（businesses.*.boxes.tempBox）',
          en: 'Each document is copied, which is slower: put TempBox on the same volume (businesses.*.boxes.tempBox)',
        },
        `${business} ${boxTitle(each.box)}`,
      ),
    );
}
