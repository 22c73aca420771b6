import type { DoctorFinding } from '../../contract/doctor.js';
import { expiryOf } from '../../contract/expiry.js';
import { Fault } from '../../contract/fault.js';
import { isFaultCode } from '../../contract/fault-table.js';
import { wordFor } from '../../contract/plain-words.js';
import type { SignerDescription } from '../../contract/signer-state.js';
import { findingsOf } from '../../doctor/findings.js';
import type { DoctorCheck } from '../../ports/doctor.js';
import { NO_CONFIGURATION } from './check-boxes.js';
import type { DoctorWorld } from './world.js';

const { ok, skipped, warning, failed, fault } = findingsOf('signer');

/** As `card doctor` where no agent has the card; by the agent's own word where one does. */
export function checkSigner({ loaded, inspectSigner }: DoctorWorld): DoctorCheck {
  return {
    name: 'signer',
    look: async (signal) => {
      if (loaded === null) return [skipped(NO_CONFIGURATION)];
      if (loaded.config.signer === null)
        return [skipped({ zh: '没有配置签名设备：单据不签名', en: 'none is configured: documents travel unsigned' })];
      return inspectSigner(signal);
    },
  };
}

/** What a signer says of itself, as findings. */
export function signerFindings(described: SignerDescription, nowMs: number): readonly DoctorFinding[] {
  const { kind, state, cardId, certificateNumber, faultCode, validUntilMs } = described;
  const names = [cardId, certificateNumber].filter((one) => one !== null).join(' ');
  const say = (locale: 'zh' | 'en'): string =>
    [wordFor('signerKind', kind, locale), names, wordFor('signer', state, locale)]
      .filter((part) => part !== '')
      .join(' ');
  const words = { zh: say('zh'), en: say('en') };
  if (state !== 'ready') {
    if (faultCode !== null && isFaultCode(faultCode)) {
      const found = fault(new Fault(faultCode));
      return [{ ...found, zh: `${words.zh}：${found.zh}`, en: `${words.en}: ${found.en}` }];
    }
    return [failed(words, { zh: '运行 swic card info 查看', en: 'Look with swic card info' })];
  }
  if (validUntilMs === null) return [ok(words)];
  const { daysLeft, warning: threshold } = expiryOf(validUntilMs, nowMs);
  const until = { zh: `${words.zh}，证书剩余 ${daysLeft} 天`, en: `${words.en}, certificate: ${daysLeft} days left` };
  const advice = { zh: '尽快到制卡中心更新证书', en: 'Have the certificate renewed by the card centre soon' };
  if (threshold === null) return [ok(until)];
  return [threshold === 0 ? failed(until, advice) : warning(until, advice)];
}
