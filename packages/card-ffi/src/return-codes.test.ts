import { expect, test } from 'vitest';
import { EPORT_IKEY } from './profiles/eport-ikey.js';
import { codeFault, meaningOf } from './return-codes.js';

test.each([
  ['SpcInitEnvEx', 50_070, 'signer.absent', 'hold'],
  ['SpcSignData', 50_070, 'signer.absent', 'hold'],
  ['SpcVerifyPIN', 50_200, 'signer.absent', 'hold'],
  ['SpcSignData', 50_000, 'signer.refused', 'reject'],
  ['SpcInitEnvEx', 999, 'signer.absent', 'hold'],
  ['SpcVerifyPIN', 999, 'signer.pin-wrong', 'hold'],
  ['SpcSignData', 999, 'signer.refused', 'reject'],
  ['SpcGetSignCert', 999, 'signer.broken', 'hold'],
] as const)('%s = %d is %s', (name, code, fault, fate) => {
  expect(codeFault(name, code, null, EPORT_IKEY)).toMatchObject({ code: fault, fate });
});

test("the vendor's words are the reason, ours stand beside them in both languages", () => {
  const fault = codeFault('SpcInitEnvEx', 50_070, '复位读卡器失败:错误码=50070', EPORT_IKEY);
  expect(fault.reason).toBe('复位读卡器失败:错误码=50070');
  expect(fault.detail).toMatchObject({ function: 'SpcInitEnvEx', code: 50_070 });
  expect(String(fault.detail['zh'])).toContain('插卡');
  expect(String(fault.detail['en'])).toContain('no card');
});

test("a profile's own meaning comes first", () => {
  const profile = { ...EPORT_IKEY, codes: { '50070': 'busy', '1': 'done' } } as const;
  expect(meaningOf('SpcInitEnvEx', 50_070, profile)).toBe('busy');
  expect(meaningOf('SpcInitEnvEx', 1, profile)).toBe('done');
});
