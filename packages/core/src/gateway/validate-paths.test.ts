import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ValidatedFile, validatePaths } from './validate-paths.js';

const EXAMPLES = fileURLToPath(new URL('../../../../examples/documents/', import.meta.url));
const never = new AbortController().signal;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-validate-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const validate = (paths: readonly string[], config = 'none.yaml'): Promise<readonly ValidatedFile[]> =>
  validatePaths(path.join(directory, config), { paths, business: null, onProgress: () => undefined }, never);

const manifest = (type: string): string =>
  `<Manifest xmlns="urn:Declaration:datamodel:standard:CN:${type}:1"><Head><MessageID>CN_${type}_1p0_0000000000000_20250101000000000</MessageID><FunctionCode>2</FunctionCode><MessageType>${type}</MessageType><SenderID>0000000000000_DXPESW0000000000</SenderID><ReceiverID>EPORT</ReceiverID><SendTime>20250101000000000</SendTime><Version>1.0</Version></Head><Declaration><ID>1</ID></Declaration></Manifest>`;

describe('without a configuration', () => {
  test.each([
    ['MT1101', 'MFT'],
    ['MT2201', 'MFT'],
    ['MT1401', 'RMFT'],
    ['MT2402', 'RMFT'],
    ['MT1301', 'TMFT'],
  ])('a manifest of type %s is known as %s by its namespace', async (type, business) => {
    const [found] = await validate([write('x.xml', manifest(type))]);
    expect(found).toMatchObject({ business, outcome: 'accepted', problems: [] });
  });

  test('an example is known by its content, in any directory', async () => {
    for (const business of ['DEC', 'SAS', 'RMFT', 'ACD', 'COO'])
      cpSync(path.join(EXAMPLES, business), path.join(directory, 'any', `from-${business}-x`), {
        recursive: true,
        filter: (source) => !source.includes('zip-source'),
      });
    const files = await validate([path.join(directory, 'any')]);
    expect(files.length).toBeGreaterThan(8);
    for (const { path: file, business, outcome } of files) {
      const own = /from-([A-Z]+)-x/.exec(file)?.[1] ?? '';
      // The trade businesses share their root; which of them it is for, the content does not say.
      const wanted = own === 'SAS' ? expect.stringMatching(/^(?:SAS|NEMS|NPTS|ACMP)$/) : own;
      expect({ file, business, outcome }).toEqual({ file, business: wanted, outcome: 'accepted' });
    }
  });
});

const CONFIG = `clientId: DXPESW0000000001
transport: { kind: embedded }
`;

describe('with a configuration', () => {
  const schema = (root: string, namespace: string, field: string): string =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" elementFormDefault="qualified"><xs:element name="${root}"><xs:complexType><xs:sequence><xs:element name="${field}" type="xs:string"/></xs:sequence></xs:complexType></xs:element></xs:schema>`;

  test('XSDs of the user are chosen by root and namespace, and the more exact rule first', async () => {
    write('a.xsd', schema('Order', 'urn:a', 'Number'));
    write('b.xsd', schema('Order', 'urn:b', 'Code'));
    write(
      'swic.yaml',
      `${CONFIG}schemas:
  own:
    - { path: ./a.xsd }
    - { root: Order, namespace: 'urn:b', path: ./b.xsd }
businesses:
  OWN: { receivers: [DXPOWN0000000001] }
`,
    );
    const order = (namespace: string, field: string): string =>
      write(`Own/${namespace.slice(4)}-${field}.xml`, `<Order xmlns="${namespace}"><${field}>1</${field}></Order>`);
    const files = [order('urn:a', 'Number'), order('urn:b', 'Code'), order('urn:b', 'Number')];
    const results = await validate(files, 'swic.yaml');
    expect(results.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'rejected']);
    expect(results[2]).toMatchObject({ fault: { code: 'document.schema-invalid' } });
  });

  test('a business of the user, described in YAML alone, is recognised and checked like any other', async () => {
    write(
      'swic.yaml',
      `${CONFIG}businesses:
  BOOK:
    receivers: [DXPBOOK000000001]
    name: { zh: 图书, en: Books }
    definition:
      roots: [{ name: Book, namespace: 'urn:book' }]
      correlationKeys: [{ name: isbn, paths: [Book/Isbn] }]
`,
    );
    const good = write('x/good.xml', '<Book xmlns="urn:book"><Isbn>1</Isbn></Book>');
    const wrong = write('Book/wrong.xml', '<Novel/>');
    const [first, second] = await validate([good, wrong], 'swic.yaml');
    expect(first).toMatchObject({ business: 'BOOK', outcome: 'accepted' });
    expect(second).toMatchObject({ business: 'BOOK', outcome: 'rejected', fault: { code: 'document.wrong-root' } });
  });
});

describe('in a box', () => {
  const example = (file: string, to: string): string => {
    cpSync(path.join(EXAMPLES, file), path.join(directory, to), { recursive: true });
    return to;
  };
  const asked = async (target: string): Promise<readonly (readonly [string | null, string])[]> =>
    (await validate([path.join(directory, target)], 'swic.yaml')).map(({ business, outcome }) => [business, outcome]);

  test('files are of the business of the box, whatever their directories are called', async () => {
    write(
      'swic.yaml',
      `${CONFIG}businesses:
  NEMS: {}
  SAS: { boxes: { outBox: ./erp/NEMS/out } }
  NPTS: { folder: 手册 }
`,
    );
    example('SAS/核注清单_INV101_示例.xml', 'erp/NEMS/out/a.xml');
    example('SAS/核注清单_INV101_示例.xml', 'erp/NEMS/out/Nems/b.xml');
    expect(await asked('erp')).toEqual([
      ['SAS', 'accepted'],
      ['SAS', 'accepted'],
    ]);
    example('NPTS/核注清单_手册_示例.xml', 'boxes/手册/OutBox/a.xml');
    expect(await asked('boxes')).toEqual([['NPTS', 'accepted']]);
  });

  test('of the usual name they are, too, without a configuration', async () => {
    example('SAS/核注清单_INV101_示例.xml', 'nems/ImpPath/SAS/outbox/Dec/a.xml');
    expect(await asked('nems')).toEqual([['SAS', 'accepted']]);
  });

  test('a document of another business is refused, as the agent will refuse it', async () => {
    write('swic.yaml', `${CONFIG}businesses: { SAS: {}, DEC: {} }\n`);
    example('DEC/进口报关单_暂存_示例.xml', 'boxes/Sas/OutBox/a.xml');
    const [found] = await validate([path.join(directory, 'boxes')], 'swic.yaml');
    expect(found).toMatchObject({ business: 'SAS', outcome: 'rejected', fault: { code: 'document.wrong-root' } });
  });
});
