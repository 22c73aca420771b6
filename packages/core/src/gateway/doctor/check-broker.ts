import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LoadedConfig } from '../../config/load.js';
import type { TestStepRecord } from '../../contract/commands.js';
import type { DoctorFinding } from '../../contract/doctor.js';
import { Fault } from '../../contract/fault.js';
import { testNoteText, testStepText } from '../../contract/plain-words.js';
import { findingsOf } from '../../doctor/findings.js';
import { tlsTroubleOf } from '../../doctor/tls-trouble.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { dataDirOf } from '../settings/directories.js';
import { NO_CONFIGURATION } from './check-boxes.js';
import type { DoctorWorld } from './world.js';

const findings = findingsOf('broker');

/** The steps of `test-connection`: those that went well in one line, the one that failed in its own words. */
export function checkBroker({ loaded, testBroker }: DoctorWorld): DoctorCheck {
  return {
    name: 'broker',
    look: async (signal) => {
      if (loaded === null) return [findings.skipped(NO_CONFIGURATION)];
      if (isNotMade(loaded))
        return [
          findings.ok({ zh: '内置队列：首次启动时建立', en: 'a queue of this machine: it is made at the first start' }),
        ];
      const steps = await testBroker(loaded, signal);
      const good = steps.filter(({ outcome }) => outcome === 'ok');
      return [...(good.length === 0 ? [] : [goodFinding(good)]), ...steps.flatMap(badFinding)];
    },
  };
}

/** The test would make it, as the account that looks, and not as the one that runs swic. */
function isNotMade(loaded: LoadedConfig): boolean {
  const { transport } = loaded.config;
  if (transport.kind !== 'embedded') return false;
  const given = transport.directory;
  return !existsSync(given === null ? path.join(dataDirOf(loaded), 'queues') : path.resolve(loaded.directory, given));
}

function goodFinding(steps: readonly TestStepRecord[]): DoctorFinding {
  const say = (locale: 'zh' | 'en'): string =>
    steps
      .map(({ name, note }) => {
        const told = testNoteText(note ?? '', locale);
        const title = testStepText(name, locale);
        return told === '' || title.includes(told) ? title : `${title} (${told})`;
      })
      .join(locale === 'zh' ? '、' : ', ');
  return findings.ok({ zh: say('zh'), en: say('en') });
}

function badFinding({ name, outcome, fault }: TestStepRecord): readonly DoctorFinding[] {
  if (outcome !== 'failed' || fault === null) return [];
  const found = findings.fault(Fault.fromRecord(fault));
  const trouble = fault.code === 'transport.tls' ? tlsTroubleOf(fault.detail.code) : null;
  const zh = trouble === null ? found.zh : `${trouble.words.zh}（${fault.detail.code}）`;
  const en = trouble === null ? found.en : `${trouble.words.en} (${fault.detail.code})`;
  const advice = trouble?.advice ?? found.advice;
  return [{ ...found, zh: `${testStepText(name, 'zh')}：${zh}`, en: `${testStepText(name, 'en')}: ${en}`, advice }];
}
