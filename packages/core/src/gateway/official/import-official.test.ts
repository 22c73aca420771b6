import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brokenDeclaration, declaration } from '../../../../../test/support/documents.js';
import { until } from '../../../../../test/support/until.js';
import { loadConfig } from '../../config/load.js';
import { configuredBusinesses } from '../settings/configured-businesses.js';
import { directoriesOf } from '../settings/directories.js';
import {
  findOfficialOffer,
  type ImportChoices,
  importOfficial,
  type OfficialDid,
  observe,
  type WouldDo,
} from './import-official.js';

let directory: string;
const at = (...parts: readonly string[]): string => path.join(directory, ...parts);

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-official-'));
  for (const box of ['OutBox', 'SentBox', 'FailBox', 'InBox', 'TempBox'])
    mkdirSync(at('ImpPath', 'DecCus001', box), { recursive: true });
  writeFileSync(at('DFWJobSettings.xml'), settings());
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function form(formId: string, folder: string, more = ''): string {
  const boxes = ['OutBox', 'InBox', 'SentBox', 'FailBox', 'TempBox'];
  const attributes = boxes.map((box) => `${box}="${at('ImpPath', folder, box)}"`).join(' ');
  return `<SubFormSetting FormId="${formId}" ${attributes} MaxDegreeOfParallelism="3" SendBeforeEnable="true" IsPdfCheck="false" ${more}/>`;
}

/** Synthetic; the structure is that of the domain reference, section 3.3. */
function settings(flag = '0', more = ''): string {
  return `\ufeff<?xml version="1.0" encoding="utf-8"?>
<Settings>
  <FormSettings>
    <FormSetting Key="DEC" SystemId="DXPDSWDEC0000002|DXPDSWDECEDOC002" DisplayRow="1" RetNameAffixFlag="${flag}">
      ${form('DECCUS001', 'DecCus001')}
      ${form('DECCUS201', 'DecCus201')}
    </FormSetting>
    <FormSetting Key="RMFT" SystemId="DXPDSWRMFT000009" DisplayRow="2">${form('RMFT', 'RMft')}</FormSetting>
    <FormSetting Key="DECSUB" SystemId="DXPDSWDECSUB0001" DisplayRow="3">
      <SubFormSetting FormId="DECSUB" InBox="${at('ImpPath', 'Decsub', 'InBox')}"/>
    </FormSetting>
    <FormSetting Key="OTHERS" SystemId="None" DisplayRow="9">
      <SubFormSetting FormId="Others" InBox="${at('ImpPath', 'Others', 'InBox')}" OutBox="" SentBox="" FailBox=""/>
    </FormSetting>
  </FormSettings>
  <UserPin>AAAAAAAAAAAAAAAAAAAAAA==</UserPin>
  <EncryptorSetting EncryptorType="15"><Device>hsm</Device></EncryptorSetting>
  <TimeInterval>15</TimeInterval><RetentionDays>30</RetentionDays><JobsAutoStart>DXP</JobsAutoStart>${more}
</Settings>`;
}

const choices = (): ImportChoices => ({
  settings: at('DFWJobSettings.xml'),
  directory: at('swic'),
  clientId: 'DXPESW0000000001',
  locale: 'zh',
  transport: 'rabbitmq',
  hasSandbox: false,
  signer: null,
  edits: [],
});

test('directories, parallelism and retention are carried over, and the rest is named', () => {
  const imported = importOfficial(choices());
  const loaded = loadConfig(imported.file);
  const businesses = new Map(configuredBusinesses(loaded).map((each) => [String(each.definition.key), each]));
  expect([...businesses.keys()]).toEqual(['DEC', 'DECCUS201', 'RMFT', 'DECSUB', 'OTHERS']);
  const dec = businesses.get('DEC');
  if (dec === undefined) throw new Error('DEC is there');
  expect(directoriesOf(loaded, dec.definition, dec.business)).toEqual({
    outBox: at('ImpPath', 'DecCus001', 'OutBox'),
    sentBox: at('ImpPath', 'DecCus001', 'SentBox'),
    inBox: at('ImpPath', 'DecCus001', 'InBox'),
    failBox: at('ImpPath', 'DecCus001', 'FailBox'),
    tempBox: at('ImpPath', 'DecCus001', 'TempBox'),
  });
  expect(dec.business).toMatchObject({ send: { maxConcurrent: 3 }, retention: { sentDays: 30 }, receivers: null });
  expect(businesses.get('RMFT')?.business).toMatchObject({ receivers: ['DXPDSWRMFT000009'], messageType: null });
  expect(businesses.get('DECCUS201')).toMatchObject({
    definition: { isOpaque: true },
    business: { messageType: 'DECCUS201', receivers: ['DXPDSWDEC0000002'] },
  });
  const others = businesses.get('OTHERS');
  if (others === undefined) throw new Error('OTHERS is there');
  expect(directoriesOf(loaded, others.definition, others.business).inBox).toBe(at('ImpPath', 'Others', 'InBox'));
  const notes = imported.notes.map(({ en }) => en).join('\n');
  for (const word of ['transport', 'client id', 'PIN', 'HSM', 'DECCUS201', 'SendBeforeEnable', '15 s'])
    expect(notes).toContain(word);
  expect(readFileSync(imported.file, 'utf8')).not.toContain('AAAAAAAA');
});

test('a further type that is a business of ours becomes that business, and each trouble is named once with all businesses', () => {
  const more = `<FormSettings><FormSetting Key="NEWBIZ" SystemId="DXPDSWNEW0000001">${form('NEW001', 'New')}</FormSetting></FormSettings>`;
  const text = settings().replace(
    form('DECCUS201', 'DecCus201'),
    `${form('DECCUS102', 'DecCus102')}${form('DECCUS201', 'DecCus201')}`,
  );
  writeFileSync(at('DFWJobSettings.xml'), text.replace('</FormSettings>', more.replace(/^<FormSettings>/, '')));
  const { file, notes } = importOfficial(choices());
  const configured = configuredBusinesses(loadConfig(file));
  const changes = configured.find(({ definition }) => definition.key === 'DECMOD');
  expect(changes?.business).toMatchObject({ messageType: null, receivers: null });
  expect(readFileSync(file, 'utf8')).toContain('  DECMOD:');
  const said = notes.map(({ zh }) => zh);
  expect(said.filter((zh) => zh.includes('SendBeforeEnable'))).toEqual([expect.stringMatching(/^DEC RMFT NEWBIZ：/)]);
  expect(said.find((zh) => zh.includes('DECCUS102'))).toContain('DECMOD（报关单修撤）');
  expect(said.find((zh) => zh.includes('DECCUS201'))).toContain('sign: dec-sign');
  expect(said.find((zh) => zh.startsWith('NEWBIZ 不是'))).toBeDefined();
});

test('what is not carried over is listed with what to do instead, where it was on', () => {
  const more =
    '<Notification UseEmailNotification="true" UseHttpNotification="false"/><LogPath>C:/SIC/Log/</LogPath><StpReceipt2File>true</StpReceipt2File>';
  writeFileSync(at('DFWJobSettings.xml'), settings('1', more));
  const { notes } = importOfficial(choices());
  const textOf = (word: string): string => notes.find(({ en }) => en.includes(word))?.en ?? '';
  expect(textOf('UseEmailNotification')).toContain('swic status --check');
  expect(textOf('StpReceipt2File')).toContain('InBox');
  expect(textOf('RetNameAffixFlag')).toContain('successPrefix');
  expect(textOf('LogPath')).toContain('<dataDir>/logs');
  expect(textOf('UseHttpNotification')).toBe('');
});

test.each([
  { names: [], prefix: 'Successed_', says: /No send result.*Successted_/ },
  { names: ['Successed_a_1.xml', 'Receipt_b.xml'], prefix: 'Successed_', says: /1 files.*Successed_/ },
  {
    names: ['Successted_a.xml', 'Successted_b.xml', 'Successed_old.xml', 'Failed_c.xml'],
    prefix: 'Successted_',
    says: /2 files.*Successted_/,
  },
])('the spelling of send results follows the files in the InBoxes: $names', ({ names, prefix, says }) => {
  for (const name of names) writeFileSync(at('ImpPath', 'DecCus001', 'InBox', name), '');
  const { file, notes } = importOfficial(choices());
  expect(loadConfig(file).config.receipts.successPrefix).toBe(prefix);
  expect(notes.find(({ about }) => about === 'receipts')?.en).toMatch(says);
});

test('each OutBox is reserved, an existing configuration is kept, and a reserved OutBox is not imported twice', () => {
  importOfficial(choices());
  expect(() => importOfficial(choices())).toThrow(expect.objectContaining({ code: 'config.exists' }));
  expect(() => importOfficial({ ...choices(), directory: at('second') })).toThrow(
    expect.objectContaining({ code: 'instance.outbox-leased' }),
  );
  expect(readdirSync(directory)).not.toContain('second');
  // Nothing is in the OutBox itself, where the firm's own programs look.
  expect(readdirSync(at('ImpPath', 'DecCus001', 'OutBox'))).toEqual([]);
});

test('what is no settings file is refused, and so is none', () => {
  writeFileSync(at('other.xml'), '<Settings><FormSettings/></Settings>');
  expect(() => importOfficial({ ...choices(), settings: at('other.xml') })).toThrow(
    expect.objectContaining({ code: 'config.official-invalid' }),
  );
  expect(() => importOfficial({ ...choices(), settings: at('none.xml') })).toThrow(
    expect.objectContaining({ code: 'config.official-missing' }),
  );
});

test('settings are offered from the usual place, then from the current directory; what cannot be read is not', () => {
  const local = { LOCALAPPDATA: at('Local'), APPDATA: at('Roaming') };
  const businesses = ['DEC', 'RMFT', 'DECSUB', 'OTHERS'];
  expect(findOfficialOffer(local, at('ImpPath'))).toBeNull();
  expect(findOfficialOffer(local, directory)).toEqual({ file: at('DFWJobSettings.xml'), businesses });
  const usual = at('Roaming', 'SIC', 'UserSetting');
  mkdirSync(usual, { recursive: true });
  writeFileSync(path.join(usual, 'DFWJobSettings.xml'), settings());
  expect(findOfficialOffer(local, directory)).toEqual({ file: path.join(usual, 'DFWJobSettings.xml'), businesses });
  writeFileSync(path.join(usual, 'DFWJobSettings.xml'), '<Settings>');
  expect(findOfficialOffer(local, directory)).toBeNull();
});

test.each(['card', 'service'] as const)(
  'what is known besides is written with it: connection, signer (%s)',
  (signer) => {
    const edits = [{ path: ['transport', 'host'], value: 'mq.example' }];
    const { file } = importOfficial({ ...choices(), signer, edits });
    expect(loadConfig(file).config).toMatchObject({ transport: { host: 'mq.example' }, signer: null });
    // As its head says: the "# " is taken off, and it signs.
    const text = readFileSync(file, 'utf8');
    const from = text.indexOf('# signer:');
    const to = text.indexOf('businesses:');
    writeFileSync(file, text.slice(0, from) + text.slice(from, to).replaceAll(/^# /gm, '') + text.slice(to));
    expect(loadConfig(file).config.signer).toMatchObject({ kind: signer, pin: { keyring: 'card-pin' } });
  },
);

test('observing tells what swic would do and whether the official client did the same, and touches nothing', async () => {
  const would: WouldDo[] = [];
  const did: OfficialDid[] = [];
  const stop = new AbortController();
  const totals = observe(
    at('DFWJobSettings.xml'),
    { onWouldDo: (seen) => would.push(seen), onOfficialDid: (seen) => did.push(seen) },
    stop.signal,
  );
  const outBox = at('ImpPath', 'DecCus001', 'OutBox');
  writeFileSync(path.join(outBox, 'good.xml'), declaration(1));
  writeFileSync(path.join(outBox, 'bad.xml'), brokenDeclaration(2));
  writeFileSync(path.join(outBox, 'odd.xml'), brokenDeclaration(3));
  const before = snapshot();
  await until('all are judged', () => would.length === 3);
  expect(snapshot()).toEqual(before);
  expect(would.find(({ file }) => file.endsWith('good.xml'))).toMatchObject({
    business: 'DEC',
    verdict: 'send',
    receivers: ['DXPDSWDEC0000002'],
    messageType: 'DECCUS001',
    keys: [{ name: 'clientSeqNo', value: 'T00000000000000001' }],
  });
  expect(would.find(({ file }) => file.endsWith('bad.xml'))).toMatchObject({ verdict: 'reject' });
  // What the official client then does.
  mkdirSync(at('ImpPath', 'DecCus001', 'SentBox', '20250101'));
  renameSync(
    path.join(outBox, 'good.xml'),
    at('ImpPath', 'DecCus001', 'SentBox', '20250101', 'good_20250101101010123.xml'),
  );
  renameSync(path.join(outBox, 'bad.xml'), at('ImpPath', 'DecCus001', 'FailBox', 'Failed_bad_20250101101010123.xml'));
  renameSync(path.join(outBox, 'odd.xml'), at('ImpPath', 'DecCus001', 'SentBox', 'odd_20250101101010123456789.xml'));
  await until('all fates are known', () => did.length === 3);
  stop.abort();
  expect(await totals).toEqual({ files: 3, agreed: 2, disagreed: 1, undecided: 0 });
  expect(did.find(({ agrees }) => agrees === false)?.file).toContain('odd.xml');
});

/** Names, sizes and times of everything below the official client's directories. */
function snapshot(): readonly unknown[] {
  return readdirSync(at('ImpPath'), { recursive: true })
    .map(String)
    .sort()
    .map((name) => [name, statSync(at('ImpPath', name)).size, statSync(at('ImpPath', name)).mtimeMs]);
}
