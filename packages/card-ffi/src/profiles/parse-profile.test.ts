import { expect, test } from 'vitest';
import { SPC_NAMES } from '../bindings/functions.js';
import { bindingProblems } from '../bindings/slot-text.js';
import { BUILT_IN_PROFILES, EPORT_HSM, EPORT_IKEY } from './eport-ikey.js';
import { parseProfile } from './parse-profile.js';

function profileOf(value: unknown): Extract<ReturnType<typeof parseProfile>, { kind: 'profile' }>['profile'] {
  const parsed = parseProfile(value);
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'));
  return parsed.profile;
}

test('every function of every built-in profile can be called', () => {
  const problems = Object.values(BUILT_IN_PROFILES).flatMap(({ functions }) =>
    SPC_NAMES.flatMap((name) => {
      const binding = functions[name];
      return binding === null ? [`${name} is missing`] : bindingProblems(name, binding);
    }),
  );
  expect(problems).toEqual([]);
});

test('an empty profile is the default one, and it names the one it extends', () => {
  expect(profileOf({})).toEqual(EPORT_IKEY);
  expect(profileOf({ extends: 'eport-hsm' })).toEqual(EPORT_HSM);
});

test('a variant library is described by its differences', () => {
  const profile = profileOf({
    name: 'other-vendor',
    functions: {
      SpcGetCardID: { symbol: 'OV_CardNumber' },
      SpcSignData: {
        symbol: 'OV_Sign',
        parameters: ['constant 2', 'pointer data', 'length data', 'null', 'used signature', 'buffer signature 256'],
      },
      SpcGetDevAsymAlgoFlag: null,
    },
    codes: { '7': 'pin-wrong' },
    cardState: null,
    pauseMs: 0,
  });
  expect(profile.functions.SpcGetCardID).toEqual({ ...EPORT_IKEY.functions.SpcGetCardID, symbol: 'OV_CardNumber' });
  expect(profile.functions.SpcSignData?.slots).toEqual([
    { slot: 'constant', value: 2 },
    { slot: 'pointer', of: 'data', terminated: false },
    { slot: 'length', of: 'data' },
    { slot: 'null' },
    { slot: 'used', of: 'signature' },
    { slot: 'buffer', of: 'signature', room: { fixed: 256, times: 0, of: null } },
  ]);
  expect(profile.functions.SpcGetDevAsymAlgoFlag).toBeNull();
  expect(profile).toMatchObject({
    name: 'other-vendor',
    codes: { '7': 'pin-wrong' },
    cardState: null,
    pauseMs: 0,
    textEncoding: 'gbk',
  });
});

test('every mistake is told at once, with its place', () => {
  const parsed = parseProfile({
    extends: 'nobody',
    colour: 'red',
    textEncoding: 'klingon',
    pauseMs: -1,
    codes: { x: 'absent' },
    functions: {
      SpcNone: null,
      SpcSignData: { parameters: ['pointer data', 'pointer signature', 'buffer signature 9999999999', 'bogus'] },
      SpcGetRandom: { parameters: ['used random'] },
    },
  });
  const problems = parsed.kind === 'problems' ? parsed.problems.join('\n') : '';
  for (const part of [
    '"colour"',
    'extends',
    'klingon',
    'pauseMs',
    'codes.x',
    'SpcNone',
    '"signature" is no input',
    'larger than',
    '"bogus"',
    'has no buffer',
    'nothing gives "random"',
  ]) {
    expect(problems).toContain(part);
  }
});
