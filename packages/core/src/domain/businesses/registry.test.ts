import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, exampleBytes, exampleFiles, outlineOf } from '../../../../../test/support/example-files.js';
import { createKeyReader } from '../receipts/keys.js';
import { createPathReader } from '../receipts/paths.js';
import { takenExtensions } from './attachments.js';
import { acceptsRoot, BUSINESSES, findBusiness, findBusinessByEnvelope, mergeBusiness } from './registry.js';

const KEYS = [
  ['DEC', 'DECMOD', 'EDOC', 'DECSUB', 'ACD', 'MFT', 'RMFT', 'TMFT', 'CDS', 'CDSAL', 'TCDS'],
  ['NEMS', 'NPTS', 'SAS', 'ACMP', 'EXPRESS', 'AIL', 'EXB', 'NJCF', 'COO', 'ELBP', 'IMPCEB', 'EXPCEB', 'OTHERS'],
].flat();

describe('the registry', () => {
  test('holds every business of the domain once', () => {
    expect(BUSINESSES.map(({ key }) => key)).toEqual(KEYS);
    const folders = BUSINESSES.map(({ folder }) => folder.toUpperCase());
    expect(new Set(folders).size).toBe(BUSINESSES.length);
  });

  test.each(BUSINESSES)('$key is complete and fits the limits of the envelope', (business) => {
    expect(business.nameZh).toMatch(/\p{Script=Han}/u);
    expect(business.nameEn).toMatch(/^[ -~]+$/);
    expect(business.initials).toMatch(/^[a-z]+$/);
    expect(business.certainty).not.toBe('');
    expect(business.folder).toMatch(/^[A-Z][A-Za-z0-9]*$/);
    for (const id of business.systemIds) expect(id).toMatch(/^DXP[A-Z0-9]{13}$/);
    for (const id of business.formIds) expect(id.length).toBeLessThanOrEqual(30);
    if (business.key !== 'OTHERS') expect(business.systemIds.length * business.formIds.length).toBeGreaterThan(0);
    expect(business.extensions).toEqual(business.isReceiveOnly ? [] : ['.xml', '.zip']);
    expect(business.isOpaque).toBe(
      business.roots.length === 0 && (!business.isReceiveOnly || business.key === 'OTHERS'),
    );
  });

  test('declarations and messages about lithium batteries are signed by the client, and nothing else', () => {
    expect(BUSINESSES.filter(({ signing }) => signing !== 'none').map(({ key }) => key)).toEqual(['DEC', 'ELBP']);
  });

  test('a business of unknown format takes any file, one of known format its documents, and DEC also PDFs', () => {
    const extensions = BUSINESSES.map((business) => [business.key, takenExtensions(business).join(' ')]);
    for (const [key, taken] of extensions) {
      const { isOpaque, isReceiveOnly } = findBusiness(key ?? '') ?? {};
      const documents = key === 'DEC' ? '.xml .zip .pdf' : '.xml .zip';
      expect([key, taken]).toEqual([key, isReceiveOnly === true ? '' : isOpaque === true ? '.xml .zip *' : documents]);
    }
  });

  test('keys and folders are found in any casing', () => {
    expect(findBusiness('deccus001')?.key).toBe('DEC');
    expect(findBusiness('DecCus001')?.key).toBe('DEC');
    expect(findBusiness('RMft')?.key).toBe('RMFT');
    expect(findBusiness(' sas ')?.key).toBe('SAS');
    expect(findBusiness('nobody')).toBeNull();
  });

  test('an envelope finds its business by receiver, and by type where two share one', () => {
    expect(findBusinessByEnvelope('DXPDSWDEC0000002', null)?.key).toBe('DEC');
    expect(findBusinessByEnvelope('DXPDSWDECEDOC002', null)?.key).toBe('EDOC');
    expect(findBusinessByEnvelope('DXPDSWDECEDOC002', 'DECCUS001')?.key).toBe('DEC');
    expect(findBusinessByEnvelope(null, 'decsub')?.key).toBe('DECSUB');
    expect(findBusinessByEnvelope(null, 'DECCUS102')?.key).toBe('DECMOD');
    // Import messages were sent to the first; the second is that of the neighbouring channel.
    for (const sender of ['DXPDSWIMPCEB0001', 'DXPEDCCEB0000002'])
      expect(findBusinessByEnvelope(sender, null)?.key).toBe('IMPCEB');
    expect(findBusiness('IMPCEB')?.systemIds[0]).toBe('DXPDSWIMPCEB0001');
    expect(findBusinessByEnvelope('DXPDSWSAS0000001', 'DECCUS001')?.key).toBe('SAS');
    expect(findBusinessByEnvelope('DXPESW0000000001', 'NEW')).toBeNull();
  });

  test("a user's words replace whole fields and may make a new business", () => {
    const dec = findBusiness('DEC');
    expect(mergeBusiness(dec, 'ignored', { folder: 'Baoguan', formIds: undefined })).toMatchObject({
      key: 'DEC',
      folder: 'Baoguan',
      formIds: dec?.formIds,
    });
    expect(mergeBusiness(null, 'mine', { systemIds: ['DXPDSWMINE000001'] })).toMatchObject({
      key: 'MINE',
      folder: 'Mine',
      isOpaque: true,
    });
  });
});

describe('the example documents', () => {
  test('there is one for every business that sends', () => {
    const there = readdirSync(`${EXAMPLES}documents`).sort();
    expect(there).toEqual(
      BUSINESSES.filter(({ isReceiveOnly }) => !isReceiveOnly)
        .map(({ key }) => key as string)
        .sort(),
    );
  });

  test.each(exampleFiles('documents', '.xml'))('%s is accepted by its business, with a key', (file) => {
    const business = findBusiness(file.split('/')[0] ?? '');
    const outline = outlineOf(exampleBytes(`documents/${file}`));
    if (business === null) throw new Error('no business');
    expect(acceptsRoot(business, outline.root, outline.namespace)).toBe(true);
    if (!business.isOpaque) expect(createKeyReader(business.correlationKeys)(outline.texts).length).toBeGreaterThan(0);
  });

  test.each([
    ['RMFT/公路原始舱单_示例.xml', 'MT1401'],
    ['SAS/核放单_SAS121_示例.xml', 'SAS121'],
  ])('%s says its message type', (file, type) => {
    const business = findBusiness(file.split('/')[0] ?? '');
    const read = createPathReader([{ paths: business?.messageTypePaths ?? [], valuesMax: 1 }]);
    expect(read(outlineOf(exampleBytes(`documents/${file}`)).texts)).toEqual([[type]]);
  });
});
