import type { DocumentRecord } from '../../packages/core/src/domain/document.js';
import { Amendments } from '../../packages/core/src/flows/send/amendments.js';
import type { DuplicateGuard, Twin } from '../../packages/core/src/flows/send/duplicate-guard.js';
import type { Intake } from '../../packages/core/src/flows/send/intake.js';
import type { Candidate, Look, OutBox } from '../../packages/core/src/ports/boxes.js';
import type { InspectResult, Jobs } from '../../packages/core/src/ports/jobs.js';
import { Bell } from '../../packages/core/src/runtime/bell.js';
import { joinLimiters, Limiter } from '../../packages/core/src/runtime/limiter.js';
import { openSendingScene, type SceneSettings, type SendingScene } from './sending.js';

export const NOTHING: Look = {
  settled: [],
  waiting: 0,
  isAtLeast: false,
  oldestMs: null,
  nextLookMs: null,
  passedOver: 0,
  news: [],
};

/** As openSendingScene, with what is before the line: an OutBox that shows what it is told, and checks that answer so. */
export interface TakingScene extends SendingScene {
  readonly intake: Intake;
  /** What the next looks that take something find, one each; nothing after them. A look that is a function is asked, and may throw. */
  readonly looks: (Look | (() => Look))[];
  /** Limits that looks were asked with. */
  readonly asked: number[];
  /** What was not taken: `one.xml document.incomplete 500`; what left OutBox: `one.xml forgotten`. */
  readonly outBox: string[];
  /** What the checks say of the file with this name; `accepted` of any other. */
  readonly results: Map<string, InspectResult>;
  /** Names that were checked together. */
  readonly checked: string[][];
  /** What was sent before with the same bytes. */
  twin: Twin | null;
  /** What the ledger has of the same number, newest first. */
  same: readonly DocumentRecord[];
  stillForMs: number;
}

export interface TakingSettings extends SceneSettings {
  readonly piecesMax?: number;
}

export function openTakingScene({ piecesMax = 10, ...settings }: TakingSettings = {}): TakingScene {
  const scene = openSendingScene(settings);
  const looks: TakingScene['looks'] = [];
  const [asked, outBox, checked]: [number[], string[], string[][]] = [[], [], []];
  const results = new Map<string, InspectResult>();
  const box: Pick<OutBox, 'look' | 'putOff' | 'forget' | 'stillForMs'> = {
    look: async (limit) => {
      asked.push(limit);
      // What only counts takes nothing.
      const found = limit === 0 && typeof looks[0] !== 'function' ? NOTHING : (looks.shift() ?? NOTHING);
      return typeof found === 'function' ? found() : found;
    },
    putOff: ({ name }, code, delayMs) => void outBox.push(`${name} ${code} ${delayMs}`),
    forget: ({ name }) => void outBox.push(`${name} forgotten`),
    stillForMs: () => taking.stillForMs,
  };
  const jobs: Pick<Jobs, 'inspect'> = {
    inspect: async (candidates) => {
      checked.push(candidates.map(({ name }) => name));
      return candidates.map((candidate) => results.get(candidate.name) ?? accepted(candidate));
    },
  };
  const guard: Pick<DuplicateGuard, 'mayKnow' | 'find' | 'isNews' | 'remember'> = {
    mayKnow: () => taking.twin !== null,
    find: async () => taking.twin,
    isNews: () => true,
    remember: () => () => undefined,
  };
  // The scene's own sending, so that the stations behind the check write into the same list.
  Object.assign(scene.sending.sender, { outBox: box });
  const intake: Intake = {
    sending: scene.sending,
    jobs: jobs as Jobs,
    bell: new Bell(),
    limiter: joinLimiters(new Limiter(piecesMax, 1_000_000), new Limiter(1_000, 1_000_000)),
    duplicates: guard as DuplicateGuard,
    amendments: new Amendments(scene.sending.sender.business, { findByKey: async () => taking.same }),
  };
  const taking: TakingScene = Object.assign(scene, {
    intake,
    looks,
    asked,
    outBox,
    results,
    checked,
    twin: null,
    same: [],
    stillForMs: 0,
  });
  return taking;
}

export function candidateOf(name: string): Candidate {
  const identity = { device: '1', inode: name, sizeBytes: 1, modifiedNs: '1' };
  return {
    business: 'DEC' as Candidate['business'],
    name,
    path: `OutBox/${name}`,
    identity,
    foundMs: 10,
    settledMs: 20,
  };
}

export function accepted({ identity }: Candidate): Extract<InspectResult, { outcome: 'accepted' }> {
  const bytes = new Uint8Array([1]);
  const learned = { sha256: 'a'.repeat(64), root: 'DecMessage', namespace: '', messageType: null, keys: [] };
  return { outcome: 'accepted', inspection: { ...learned, problems: [], identity, bytes } };
}
