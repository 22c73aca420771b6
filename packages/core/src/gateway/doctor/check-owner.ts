import path from 'node:path';
import type { DoctorFinding } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { locateOfficialSettings } from '../official/find-settings.js';
import { readOfficialSettings } from '../official/read-settings.js';
import { findOtherLease } from '../owner/lease.js';
import { dataDirOf } from '../settings/directories.js';
import { NO_CONFIGURATION } from './check-boxes.js';
import { type BusinessPlace, type DoctorWorld, placesIn } from './world.js';

const { ok, skipped, warning, failed, fault } = findingsOf('owner');

/** The official client's own program [1 public source]. */
const OFFICIAL_PROGRAM = 'SW.ClientApp.exe';

/** Another swic, or the official client, on the same OutBox: of two that take, each file goes to one of them, by chance. */
export function checkOwner(world: DoctorWorld): DoctorCheck {
  return {
    name: 'owner',
    look: async () => {
      const { loaded, clock } = world;
      if (loaded === null) return [skipped(NO_CONFIGURATION)];
      const places = placesIn(loaded).filter(({ definition }) => !definition.isReceiveOnly);
      const owner = dataDirOf(loaded);
      const leased = places.flatMap((place) =>
        leaseFinding(place, () => findOtherLease(place.directories.outBox, owner, clock)),
      );
      const official = await officialFindings(world, places);
      const found = [...leased, ...official];
      return found.length > 0
        ? found
        : [ok({ zh: '没有其他客户端在使用这些 OutBox', en: 'no other client takes from these OutBoxes' })];
    },
  };
}

function leaseFinding(
  { definition }: BusinessPlace,
  find: () => ReturnType<typeof findOtherLease>,
): readonly DoctorFinding[] {
  const about = `${definition.key} OutBox`;
  try {
    const lease = find();
    if (lease === null) return [];
    const { owner, host, pid } = lease;
    const process = pid === null ? { zh: '', en: '' } : { zh: `，进程 ${pid}`, en: `, process ${pid}` };
    return [
      failed(
        {
          zh: `属于另一个 swic：${host} ${owner}${process.zh}`,
          en: `belongs to another swic: ${host} ${owner}${process.en}`,
        },
        {
          zh: '停止那一个，或为本配置另设 OutBox；那一个已不存在时删除 OutBox 中的 .swic-lease',
          en: 'Stop that one, or give this configuration an OutBox of its own; remove .swic-lease in OutBox where it is no more',
        },
        about,
      ),
    ];
  } catch (reason) {
    return [fault(Fault.from(reason, 'disk.denied'), about)];
  }
}

/** Its settings name its OutBoxes; whether it runs, only Windows can tell. */
async function officialFindings(
  { environment, isProgramRunning }: DoctorWorld,
  places: readonly BusinessPlace[],
): Promise<readonly DoctorFinding[]> {
  const isRunning = await isProgramRunning(OFFICIAL_PROGRAM);
  const shared = sharedWithOfficial(environment, places);
  const advice = {
    zh: '两个客户端会抢同一批文件：先停止官方客户端的任务，或用 swic import-official --observe 并行观察',
    en: 'Two clients would take the same files: stop the tasks of the official one, or compare first with swic import-official --observe',
  };
  if (shared.length > 0) {
    const words = {
      zh: `官方客户端的设置也使用这个 OutBox${isRunning === true ? '，并且正在运行' : ''}`,
      en: `the settings of the official client name this OutBox too${isRunning === true ? ', and it is running' : ''}`,
    };
    return shared.map((key) => (isRunning === true ? failed : warning)(words, advice, `${key} OutBox`));
  }
  if (isRunning !== true) return [];
  return [
    warning(
      { zh: `官方客户端正在运行（${OFFICIAL_PROGRAM}）`, en: `the official client is running (${OFFICIAL_PROGRAM})` },
      advice,
    ),
  ];
}

function sharedWithOfficial(
  environment: DoctorWorld['environment'],
  places: readonly BusinessPlace[],
): readonly string[] {
  const file = locateOfficialSettings(environment, process.cwd());
  if (file === null) return [];
  try {
    const taken = new Set(
      readOfficialSettings(file).businesses.flatMap(({ forms }) => forms.map(({ outBox }) => comparable(outBox))),
    );
    return places
      .filter(({ directories }) => taken.has(comparable(directories.outBox)))
      .map(({ definition }) => definition.key);
  } catch {
    // No settings, or none that can be read: `swic import-official` says what is wrong with them.
    return [];
  }
}

/** Windows tells no casing and no kind of slash apart. */
function comparable(directory: string): string {
  const plain = path.resolve(directory);
  return process.platform === 'win32' ? plain.toLowerCase() : plain;
}
