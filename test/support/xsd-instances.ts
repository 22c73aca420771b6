import { readFileSync } from 'node:fs';
import { XmlDocument, XmlElement } from 'libxml2-wasm';

/** Which instance of a schema: only what has to be there, or everything, in its longest form and, where it may repeat, twice. */
export type Extent = 'least' | 'most';

/** Writes documents that a schema allows, so that tests need no document of a real firm. Knows what the schemas of the trade use. */
export interface Instances {
  readonly roots: readonly string[];
  write(root: string, extent: Extent): string;
}

export function readInstances(xsdFile: string): Instances {
  using document = XmlDocument.fromBuffer(readFileSync(xsdFile));
  const namespace = attribute(document.root, 'targetNamespace') ?? '';
  const globals = new Map(
    childrenOf(document.root)
      .filter(({ name }) => name === 'element')
      .map((element) => [attribute(element, 'name') ?? '', declarationOf(element)]),
  );
  return {
    roots: [...globals.keys()].filter((name) => name.endsWith('Message') && name !== 'ExtendMessage'),
    write: (root, extent) => {
      const found = globals.get(root);
      if (found === undefined) throw new TypeError(`no element ${root} in ${xsdFile}`);
      return write(found, { globals, extent }, ` xmlns="${namespace}"`);
    },
  };
}

/** An element as its schema declares it. */
interface Declaration {
  readonly name: string;
  /** Of another element of the schema; then nothing else counts but how often it comes. */
  readonly ref: string | null;
  readonly min: number;
  readonly max: number;
  /** Null for a leaf. */
  readonly children: readonly Declaration[] | null;
  readonly attributes: readonly { readonly name: string; readonly type: Facets }[];
  readonly type: Facets;
  /** The one value that it may have; null = any. */
  readonly fixed: string | null;
}

/** What restricts a text. */
interface Facets {
  readonly base: string;
  readonly lengthMin: number;
  readonly lengthMax: number;
}

/** Read at once: the document is closed before anything is written. */
function declarationOf(element: XmlElement): Declaration {
  const complex = child(element, 'complexType');
  const sequence = complex === null ? null : child(complex, 'sequence');
  const occurs = (name: string): number => {
    const text = attribute(element, name) ?? '1';
    return text === 'unbounded' ? Number.POSITIVE_INFINITY : Number(text);
  };
  return {
    name: attribute(element, 'name') ?? '',
    ref: attribute(element, 'ref'),
    min: occurs('minOccurs'),
    max: occurs('maxOccurs'),
    children:
      sequence === null
        ? null
        : childrenOf(sequence)
            .filter(({ name }) => name === 'element')
            .map(declarationOf),
    attributes: (complex === null ? [] : childrenOf(complex))
      .filter(({ name }) => name === 'attribute')
      .map((each) => ({ name: attribute(each, 'name') ?? '', type: facetsOf(each) })),
    type: facetsOf(element),
    fixed: attribute(element, 'fixed'),
  };
}

function facetsOf(element: XmlElement): Facets {
  const simple = child(element, 'simpleType');
  const restriction = simple === null ? null : child(simple, 'restriction');
  const facet = (name: string): number | null => {
    const found = restriction === null ? null : child(restriction, name);
    return found === null ? null : Number(attribute(found, 'value'));
  };
  const length = facet('length');
  return {
    base: ((restriction === null ? attribute(element, 'type') : attribute(restriction, 'base')) ?? 'string').replace(
      /^\w+:/,
      '',
    ),
    lengthMin: length ?? facet('minLength') ?? 0,
    lengthMax: length ?? facet('maxLength') ?? facet('totalDigits') ?? 8,
  };
}

interface Writing {
  readonly globals: ReadonlyMap<string, Declaration>;
  readonly extent: Extent;
}

function write({ name, children, attributes, type, fixed }: Declaration, writing: Writing, more = ''): string {
  const own = attributes.map((each) => ` ${each.name}="${textOf(each.type, writing.extent)}"`).join('');
  const content =
    children === null
      ? (fixed ?? textOf(type, writing.extent))
      : children.map((each) => writeOften(each, writing)).join('');
  return `<${name}${more}${own}>${content}</${name}>`;
}

/** As a firm's own program adds it; some messages must have one. */
const SIGNATURE =
  '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo><CanonicalizationMethod Algorithm="urn:x"/><SignatureMethod Algorithm="urn:x"/>' +
  '<Reference URI=""><DigestMethod Algorithm="urn:x"/><DigestValue>MQ==</DigestValue></Reference></SignedInfo><SignatureValue>MQ==</SignatureValue></Signature>';

function writeOften(declared: Declaration, writing: Writing): string {
  if (declared.ref === 'ds:Signature') return declared.min > 0 ? SIGNATURE : '';
  // What an extension holds is of other schemas.
  if (declared.ref?.endsWith(':ExtendMessage') === true) return '';
  const element = declared.ref === null ? declared : writing.globals.get(declared.ref.replace(/^\w+:/, ''));
  if (element === undefined) throw new TypeError(`no element ${declared.ref}`);
  const times = writing.extent === 'least' ? declared.min : Math.min(declared.max, 2);
  return write(element, writing).repeat(times);
}

function textOf({ base, lengthMin, lengthMax }: Facets, extent: Extent): string {
  if (base !== 'string') return base === 'decimal' && extent === 'most' ? '1.00001' : '1';
  const length = extent === 'least' ? Math.max(1, lengthMin) : Math.min(lengthMax, 40);
  return '1'.repeat(Math.max(length, lengthMin));
}

function childrenOf(element: XmlElement): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) if (node instanceof XmlElement) found.push(node);
  return found;
}

function child(element: XmlElement, name: string): XmlElement | null {
  return childrenOf(element).find((each) => each.name === name) ?? null;
}

function attribute(element: XmlElement, name: string): string | null {
  return element.attrs.find((each) => each.name === name)?.value ?? null;
}
