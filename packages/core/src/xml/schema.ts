import { statSync } from 'node:fs';
import { ParseOption, XmlDocument, XmlError, XmlLibError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { Fault } from '../contract/fault.js';
import { readSchema, type SchemaFile, withSchemaDirectory } from './schema-files.js';

/** One user-supplied XSD and the documents it is for; null = any. */
export interface SchemaRule {
  readonly root: string | null;
  readonly namespace: string | null;
  readonly path: string;
}

/** One violation, as libxml2 reports it. */
export interface SchemaError {
  /** 1-based; the column is never known. */
  readonly line: number;
  /** XPath of the element, by position where it has a default namespace; '' where unknown. */
  readonly xpath: string;
  readonly message: string;
}

interface Compiled {
  readonly validator: XsdValidator;
  readonly files: readonly SchemaFile[];
}

/** Compiling a large XSD takes tens of milliseconds, so each is compiled once per thread and again only when a file changed. */
export class SchemaCache implements Disposable {
  readonly #compiled = new Map<string, Compiled>();

  /** The rule that fits; the first wins. */
  find(rules: readonly SchemaRule[], root: string, namespace: string): SchemaRule | null {
    return rules.find((rule) => (rule.root ?? root) === root && (rule.namespace ?? namespace) === namespace) ?? null;
  }

  /** Drops what changed on disk since it was compiled. To be called between tasks, not per document: it asks the disk. */
  refresh(): void {
    for (const [path, { validator, files }] of this.#compiled) {
      if (files.every(isUnchanged)) continue;
      validator.dispose();
      this.#compiled.delete(path);
    }
  }

  /** Violations in document order; empty = valid. Throws `config.invalid` when the XSD itself cannot be used. */
  validate(rule: SchemaRule, document: XmlDocument): readonly SchemaError[] {
    const { validator } = this.#get(rule.path);
    try {
      validator.validate(document);
      return [];
    } catch (reason) {
      if (!(reason instanceof XmlValidateError)) throw reason;
      return reason.details.map(({ line, xpath, message }) => ({ line, xpath: xpath ?? '', message: message.trim() }));
    }
  }

  [Symbol.dispose](): void {
    for (const { validator } of this.#compiled.values()) validator.dispose();
    this.#compiled.clear();
  }

  #get(path: string): Compiled {
    const known = this.#compiled.get(path);
    if (known !== undefined) return known;
    const compiled = compile(path);
    this.#compiled.set(path, compiled);
    return compiled;
  }
}

function compile(path: string): Compiled {
  return withSchemaDirectory(path, (files) => {
    const { content, url } = readSchema(path, files);
    try {
      using document = XmlDocument.fromBuffer(content, {
        url,
        option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE,
      });
      return { validator: XsdValidator.fromDoc(document), files };
    } catch (reason) {
      // Its own words are the only help for the author of the XSD.
      if (reason instanceof XmlLibError) {
        const first = reason.details[0];
        throw new Fault(
          'config.invalid',
          { path, line: first?.line ?? 0, what: 'schema' },
          first?.message.trim() ?? reason,
        );
      }
      if (reason instanceof XmlError) throw new Fault('config.invalid', { path, line: 0, what: 'schema' }, reason);
      throw reason;
    }
  });
}

function isUnchanged(file: SchemaFile): boolean {
  try {
    const { mtimeMs, size } = statSync(file.path);
    return mtimeMs === file.modifiedMs && size === file.sizeBytes;
  } catch {
    // Gone is a change too: the next use says so.
    return false;
  }
}
