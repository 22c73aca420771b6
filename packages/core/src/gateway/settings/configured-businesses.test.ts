import { describe, expect, test } from 'vitest';
import { type LoadResult, parseConfig } from '../../config/load.js';
import { type ConfiguredBusiness, configuredBusinesses } from './configured-businesses.js';
import { unknownFields } from './field-settings.js';

const HEAD = 'clientId: DXPESW0000000000\ntransport: { kind: embedded }\nbusinesses:\n';

function parse(businesses: string): LoadResult {
  return parseConfig(HEAD + businesses, '/tmp/swic.yaml');
}

function configured(businesses: string): ConfiguredBusiness['definition'] {
  const result = parse(businesses);
  const [first] = result.outcome === 'ok' ? configuredBusinesses(result.loaded) : [];
  if (first === undefined) throw new Error(JSON.stringify(result));
  return first.definition;
}

function said(businesses: string): string {
  const result = parse(businesses);
  const problems = result.outcome === 'ok' ? unknownFields(result.loaded, result.locate) : result.problems;
  return problems.map(({ line, column, path, en }) => `${line}:${column} ${path} ${en}`).join('\n');
}

describe('files that are no XML', () => {
  test('are those that the business takes by itself, while nothing is said', () => {
    expect(configured('  DEC: {}').attachments).toMatchObject({
      extensions: ['.pdf'],
      systemIds: ['DXPDSWDECEDOC002'],
      messageType: 'DECEDOC001',
    });
    expect(configured('  EDOC: {}').attachments).toMatchObject({ extensions: ['*'], systemIds: [], messageType: null });
    expect(configured('  MINE: { receivers: [X] }').attachments.extensions).toEqual(['*']);
    expect(configured('  RMFT: {}').attachments.extensions).toEqual([]);
  });

  test('are what the user says, in any casing, for other receivers and under another type', () => {
    const own = configured(
      '  RMFT: { attachments: { extensions: [.OFD, .pdf], receivers: [DXPDSWX000000001], messageType: X1 } }',
    );
    expect(own.attachments).toMatchObject({
      extensions: ['.ofd', '.pdf'],
      systemIds: ['DXPDSWX000000001'],
      messageType: 'X1',
    });
    expect(configured('  EDOC: { attachments: { extensions: [] } }').attachments.extensions).toEqual([]);
    expect(configured("  RMFT: { attachments: { extensions: ['*'] } }").attachments.extensions).toEqual(['*']);
  });

  test('are none where the user describes the format of a business of his own', () => {
    expect(configured('  MINE: { definition: { roots: [{ name: A }] } }').attachments.extensions).toEqual([]);
  });

  test('are refused as a setting where they are no extensions', () => {
    expect(said('  DEC: { attachments: { extensions: [pdf] } }')).toContain('businesses.DEC.attachments.extensions');
  });
});

describe('a message type that follows the root', () => {
  test('is a setting of any business', () => {
    expect(configured("  DEC: { messageType: '{root}' }").formIds.slice(0, 2)).toEqual(['{root}', 'DECCUS001']);
    expect(configured('  IMPCEB: {}').formIds[0]).toBe('{root}');
    expect(configured('  IMPCEB: { messageType: IMPCEB }').formIds).toEqual(['IMPCEB']);
  });

  test('that is misspelled is told at its place', () => {
    expect(said("  DEC:\n    messageType: '{Root}'")).toMatch(/^5:5 businesses.DEC.messageType .*\{root\}/);
  });
});

describe('the element that is signed', () => {
  test('is the one of the business, or the one that is named', () => {
    expect(configured('  ELBP: {}').signed).toMatchObject({ section: 'OperInfo', sign: 'Sign', date: 'SignDate' });
    expect(
      configured('  MINE: { receivers: [X], sign: { element: A/Head/Sig, date: When, lengthMax: 400 } }').signed,
    ).toMatchObject({
      section: 'A/Head',
      sign: 'Sig',
      date: 'When',
      card: null,
      certificate: null,
      signLengthMax: 400,
    });
  });

  test.each(['Sign', '/Sign', 'A/', 'A B/Sign'])('has to be named with the one around it: %s', (element) => {
    expect(said(`  DEC: { sign: { element: '${element}' } }`)).toContain('4:18 businesses.DEC.sign.element');
  });

  test('what sign can be is told where it is something else', () => {
    expect(said('  DEC: { sign: yes-please }')).toContain('must be none, dec-sign, envelope, both, or { element:');
  });
});

test('a near miss in rules is told at its own line, whatever the business is called there', () => {
  const lines = [
    '  RMFT: {}',
    '  deccus001:',
    '    rules:',
    '      DecHead/CopCode: warn',
    '      DecHead/CopCod: off',
  ];
  expect(said(lines.join('\n'))).toMatch(
    /^8:7 businesses\.deccus001\.rules\.DecHead\/CopCod .*is DecHead\/CopCode meant\?$/,
  );
});
