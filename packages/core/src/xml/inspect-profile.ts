import type { BusinessDefinition, SigningDefault } from '../domain/businesses/definition.js';
import { createKeyReader, type KeyReader, readGenericKeys } from '../domain/receipts/keys.js';
import type { XmlText } from '../domain/receipts/outline.js';
import { createPathReader } from '../domain/receipts/paths.js';
import type { RuleLevel, RuleLevels } from '../domain/rules/rule-names.js';
import { type ByteProver, createByteProver } from './byte-proof/prover.js';
import { createDocumentChecker, type DocumentChecker } from './rules/check-document.js';
import type { LengthUnit } from './rules/check-field.js';
import type { SchemaRule } from './schema.js';

/** What a business asks of its documents: plain data, so that it can be handed to a worker. */
export interface InspectProfile {
  readonly definition: BusinessDefinition;
  readonly levels: RuleLevels;
  readonly lengthUnit: LengthUnit;
  /** Who signs before sending: fields that the signer fills are not missed. */
  readonly signing: SigningDefault;
  /** User-supplied XSDs, absolute paths; the first that fits a document's root and namespace is used. */
  readonly schemas: readonly SchemaRule[];
  readonly zipSends: 'zip' | 'xml';
  /** Do the attachments and the base name of a ZIP have to fit its XML? */
  readonly zipMatch: RuleLevel;
}

/** A profile made ready, once per thread. */
export interface CompiledProfile extends InspectProfile {
  readonly readKeys: KeyReader;
  /** Of the XML behind an attachment. */
  readonly readTrailerKeys: KeyReader;
  /** Message type as the content says; null where it does not. */
  readonly readMessageType: (texts: readonly XmlText[]) => string | null;
  readonly check: DocumentChecker;
  /** Accepts plain documents without the full reader; null = no document of the business. */
  readonly prover: ByteProver | null;
}

export function compileProfile(profile: InspectProfile): CompiledProfile {
  const { definition, levels, lengthUnit, signing } = profile;
  const readKeys =
    definition.correlationKeys.length === 0 ? readGenericKeys : createKeyReader(definition.correlationKeys);
  const readMessageType = createTypeReader(definition.messageTypePaths);
  return {
    ...profile,
    readKeys,
    readTrailerKeys: createKeyReader(definition.attachments.keys),
    readMessageType,
    check: createDocumentChecker(definition, { levels, lengthUnit, signing }),
    prover: createByteProver(profile, { readKeys, readMessageType }),
  };
}

/** Most documents of a business do not say their type: where no path can begin at a document's root, nothing is searched. */
function createTypeReader(paths: readonly string[]): CompiledProfile['readMessageType'] {
  const read = createPathReader([{ paths, valuesMax: 1 }]);
  const isAnywhere = paths.some((path) => path.startsWith('/') || path.startsWith('*'));
  const roots = new Set(paths.map((path) => path.split('/', 1)[0]));
  return (texts) => {
    const root = texts[0]?.path.split('/', 1)[0];
    return isAnywhere || roots.has(root) ? (read(texts)[0]?.[0] ?? null) : null;
  };
}
