import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../contract/fault.js';
import type { Problem } from '../domain/problem.js';
import { DEFAULT_LIMITS } from './limits.js';
import { readXml } from './read.js';
import { SchemaCache, type SchemaRule } from './schema.js';
import { schemaProblems } from './schema-problems.js';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const CODE = `<xs:simpleType name="Code"><xs:restriction base="xs:string"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>`;
const element = (type: string): string =>
  `<xs:element name="a"><xs:complexType><xs:sequence><xs:element name="b" maxOccurs="9"><xs:complexType><xs:sequence><xs:element name="c" type="${type}" maxOccurs="9"/></xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>`;
const including = (location: string): string =>
  `<xs:schema ${XS}><xs:include schemaLocation="${location}"/>${element('Code')}</xs:schema>`;

let directory = '';
let cache = new SchemaCache();

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'swic-schema-'));
  cache = new SchemaCache();
});

afterEach(async () => {
  cache[Symbol.dispose]();
  await rm(directory, { recursive: true });
});

async function write(name: string, content: string): Promise<string> {
  const file = path.join(directory, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const ruleFor = (file: string): SchemaRule => ({ root: null, namespace: null, path: file });

function check(document: string, file: string): readonly Problem[] {
  let problems: readonly Problem[] = [];
  readXml(Buffer.from(document), DEFAULT_LIMITS, (outline) => (tree) => {
    problems = schemaProblems(cache.validate(ruleFor(file), tree), outline);
  });
  return problems;
}

test('a violation is told at its element, with path, line, column and what was found', async () => {
  const file = await write('a.xsd', `<xs:schema ${XS}>${CODE}${element('Code')}</xs:schema>`);
  expect(check('<a><b><c>123</c></b></a>', file)).toEqual([]);
  const problems = check('<a>\n <b><c>1</c></b>\n <b><c>1</c>\n  <c>12345</c></b>\n</a>', file);
  expect(problems[0]).toMatchObject({
    rule: 'schema',
    level: 'reject',
    path: 'a/b/c',
    line: 4,
    column: 3,
    found: '12345',
  });
  expect(problems[0]?.zh).toContain('XSD');
});

test('the place is found in a default namespace, under a prefix, and for an attribute', async () => {
  const body = element('xs:int').replace(/<xs:element name="([bc])"/g, '<xs:element form="qualified" name="$1"');
  const file = await write('n.xsd', `<xs:schema ${XS} targetNamespace="urn:n">${body}</xs:schema>`);
  expect(check('<a xmlns="urn:n"><b><c>1</c></b><b><c>1</c><c>x</c></b></a>', file)).toMatchObject([
    { path: 'a/b/c', column: 44 },
  ]);
  expect(check('<p:a xmlns:p="urn:n"><p:b><p:c>1</p:c></p:b><p:b n="z"><p:c>1</p:c></p:b></p:a>', file)).toMatchObject([
    { path: 'a/b', column: 45 },
  ]);
});

describe('files that a schema includes', () => {
  test.each([
    ['beside it', 'inc.xsd', 'inc.xsd'],
    ['in a directory below', 'sub/inc.xsd', 'sub/inc.xsd'],
    ['with a Chinese name and a blank', '公共 类型.xsd', '公共 类型.xsd'],
    ['written with a backslash', 'sub\\inc.xsd', 'sub/inc.xsd'],
    ['by a public URL, of which a copy is beside it', 'http://www.example.org/schemas/inc.xsd', 'inc.xsd'],
    ['by a path of another machine', 'file:///C:/schemas/inc.xsd', 'inc.xsd'],
  ])('are found %s', async (_, location, name) => {
    await write(name, `<xs:schema ${XS}>${CODE}</xs:schema>`);
    const file = await write('a.xsd', including(location));
    expect(check('<a><b><c>1234</c></b></a>', file)).toHaveLength(1);
    expect(check('<a><b><c>123</c></b></a>', file)).toEqual([]);
  });

  test.each(['../outside.xsd', 'sub/../../outside.xsd', '%2e%2e/outside.xsd', 'link.xsd'])(
    'are never taken from outside of its directory: %s',
    async (location) => {
      await write('outside.xsd', `<xs:schema ${XS}>${CODE}</xs:schema>`);
      await mkdir(path.join(directory, 'own', 'sub'), { recursive: true });
      await symlink(path.join(directory, 'outside.xsd'), path.join(directory, 'own', 'link.xsd'));
      const file = await write('own/a.xsd', including(location));
      expect(() => check('<a><b><c>123</c></b></a>', file)).toThrow(Fault);
    },
  );
});

describe('a schema that cannot be used is a fault of the configuration, not of the document', () => {
  test.each([
    ['not there', null],
    ['not XML', '<xs:schema'],
    ['no schema', '<a/>'],
    ['a type that is nowhere', `<xs:schema ${XS}>${element('Nowhere')}</xs:schema>`],
  ])('%s', async (_, content) => {
    const file = content === null ? path.join(directory, 'none.xsd') : await write('a.xsd', content);
    try {
      check('<a/>', file);
      expect.unreachable();
    } catch (reason) {
      expect(reason).toMatchObject({ code: 'config.invalid', detail: { path: file, what: 'schema' } });
    }
  });
});

test('a schema is compiled again after it changed, and after what it includes changed', async () => {
  const included = await write('inc.xsd', `<xs:schema ${XS}>${CODE}</xs:schema>`);
  const file = await write('a.xsd', including('inc.xsd'));
  const document = '<a><b><c>1234</c></b></a>';
  expect(check(document, file)).toHaveLength(1);
  const next = await write('next', `<xs:schema ${XS}>${CODE.replace('"3"', '"9"')}</xs:schema>`);
  await utimes(next, 1, 1);
  await rename(next, included);
  expect(check(document, file)).toHaveLength(1);
  cache.refresh();
  expect(check(document, file)).toEqual([]);
  await rm(file);
  cache.refresh();
  expect(() => check(document, file)).toThrow(Fault);
});

test('the first rule that fits root and namespace is used', () => {
  const rules = [
    { root: 'a', namespace: 'urn:1', path: '1' },
    { root: 'a', namespace: null, path: '2' },
    { root: null, namespace: 'urn:3', path: '3' },
  ];
  expect(cache.find(rules, 'a', 'urn:1')?.path).toBe('1');
  expect(cache.find(rules, 'a', 'urn:9')?.path).toBe('2');
  expect(cache.find(rules, 'b', 'urn:3')?.path).toBe('3');
  expect(cache.find(rules, 'b', '')).toBeNull();
});
