/**
 * What the pure rules need to know of an XML document. The parser builds it; nothing here knows a parser.
 *
 * A path is the chain of local names from the root, joined by '/', e.g. `DecMessage/DecSign/ClientSeqNo`: namespaces and
 * prefixes never appear, since the same element comes with a default namespace, with `ns2:` or with none [seen in 3 sources].
 * An attribute is the last step of a path with '@' before its name; only the root's attributes are wanted (not `xmlns`,
 * not `xsi:`), e.g. `CEB311Message/@guid`.
 */
export interface XmlText {
  readonly path: string;
  /** As written, not trimmed; '' for an empty element. */
  readonly text: string;
}

/** The shallow outline: enough to classify a receipt and to find business keys. */
export interface XmlOutline {
  /** Local name of the root element. */
  readonly root: string;
  /** Namespace of the root element; '' for none. */
  readonly namespace: string;
  /** Leaf elements (no child elements) and the root's attributes, in document order. */
  readonly texts: readonly XmlText[];
  /** True when the document had more than its reader's bound: what is missing here may be there. */
  readonly isTruncated: boolean;
}

/** One element. A producer that hands out the same string object for the same path makes the checks fastest. */
export interface XmlOutlineNode {
  readonly path: string;
  /** Local name: the last step of `path`. */
  readonly name: string;
  /** Text of a leaf, not trimmed; null where the element has child elements. */
  readonly text: string | null;
  /** 1-based; 0 = unknown. */
  readonly line: number;
  /** 1-based; 0 = unknown. */
  readonly column: number;
}

/** The full outline: what the field checks need. */
export interface DocumentOutline extends XmlOutline {
  /** Every element in document order (a parent before its children), the root first. */
  readonly nodes: readonly XmlOutlineNode[];
}

/**
 * Elements that carry a whole other document inside: `RetBizData` around a manifest response [one source], `SWImpData` around
 * a declaration (interface of 2018) [two sources].
 */
const CARRIERS = ['RetBizData', 'SWImpData'] as const;

/** The outline of the document inside a known carrier element, or the same outline where there is none. */
export function withoutCarrier(outline: XmlOutline): XmlOutline {
  const place = carriedPlace(outline.texts);
  return place === null ? outline : at(outline, place);
}

/** Elements around a document that are looked through, at most. */
const AROUND_MAX = 4;

/** The outline of the first element below the root, and not far below it, that is named like a document; null where there is none. */
export function innerOutline(outline: XmlOutline, isDocument: (name: string) => boolean): XmlOutline | null {
  for (const { path } of outline.texts) {
    const steps = path.split('/', AROUND_MAX + 2);
    // The root itself is known not to be one, and a leaf is none.
    const found = steps.findIndex((name, index) => index > 0 && index + 1 < steps.length && isDocument(name));
    const root = steps[found];
    if (found > 0 && root !== undefined) return at(outline, { prefix: `${steps.slice(0, found).join('/')}/`, root });
  }
  return null;
}

/** An element inside another document: what is around it, with the final '/', and its name. */
interface Place {
  readonly prefix: string;
  readonly root: string;
}

/** What is beside the element is not of it: a list may begin with a head of its own. */
function at(outline: XmlOutline, { prefix, root }: Place): XmlOutline {
  const texts = outline.texts
    .filter((text) => text.path.startsWith(`${prefix}${root}/`))
    .map((text) => ({ ...text, path: text.path.slice(prefix.length) }));
  return { ...outline, root, namespace: '', texts };
}

/** The same for a full outline. The namespace inside the carrier is not known and becomes ''. */
export function documentWithoutCarrier(outline: DocumentOutline): DocumentOutline {
  const place = carriedPlace(outline.texts);
  if (place === null) return outline;
  const { prefix, root } = place;
  const nodes = outline.nodes
    .filter(({ path }) => path === prefix + root || path.startsWith(`${prefix}${root}/`))
    .map((node) => ({ ...node, path: node.path.slice(prefix.length) }));
  return { ...withoutCarrier(outline), nodes };
}

function carriedPlace(texts: readonly XmlText[]): Place | null {
  for (const carrier of CARRIERS) {
    for (const { path } of texts) {
      const at = path.indexOf(`/${carrier}/`);
      // A carried leaf without an element of its own around it is not a document.
      const start = at + carrier.length + 2;
      const end = path.indexOf('/', start);
      if (at > 0 && end > 0) return { prefix: path.slice(0, start), root: path.slice(start, end) };
    }
  }
  return null;
}
