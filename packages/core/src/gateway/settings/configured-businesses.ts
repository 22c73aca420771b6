import type { SignSetting } from '../../config/document-schema.js';
import type { LoadedConfig } from '../../config/load.js';
import type { BusinessConfig } from '../../config/schema.js';
import {
  ANY_ATTACHMENT,
  type AttachmentRule,
  NO_ATTACHMENTS,
  TRAILER_KEYS,
} from '../../domain/businesses/attachments.js';
import type { BusinessDefinition, BusinessOverride } from '../../domain/businesses/definition.js';
import { ROOT_TYPE } from '../../domain/businesses/message-type.js';
import { findBusiness, mergeBusiness } from '../../domain/businesses/registry.js';
import type { SignedElement } from '../../domain/businesses/signed-element.js';

/** A business as the registry and the configuration together say it is. */
export interface ConfiguredBusiness {
  readonly definition: BusinessDefinition;
  readonly business: BusinessConfig;
}

/** Every business that is enabled, in the order of the configuration. A name may be a key or a folder, in any casing. */
export function configuredBusinesses(loaded: LoadedConfig): readonly ConfiguredBusiness[] {
  const entries = Object.entries(loaded.config.businesses).filter(([, business]) => business.enabled);
  return entries.map(([name, business]) => {
    const known = findBusiness(name);
    return { definition: mergeBusiness(known, name, overrideOf(known, business)), business };
  });
}

function overrideOf(known: BusinessDefinition | null, business: BusinessConfig): BusinessOverride {
  const override: { -readonly [Field in keyof BusinessOverride]: BusinessOverride[Field] } = {};
  if (business.name !== null) {
    override.nameZh = business.name.zh;
    override.nameEn = business.name.en;
  }
  if (business.receivers !== null) override.systemIds = business.receivers;
  if (business.messageType !== null) override.formIds = formIdsOf(business.messageType, known);
  if (business.folder !== null) override.folder = business.folder;
  if (business.sign !== null && typeof business.sign === 'object') override.signed = signedOf(business.sign);
  const defined = given(business.definition);
  return { ...override, ...defined, attachments: attachmentsOf(defined.attachments ?? known?.attachments, business) };
}

/** What a user says about documents and receipts; null = as the registry has it. A format that is described is not opaque. */
function given(definition: BusinessConfig['definition']): BusinessOverride {
  if (definition === null) return {};
  const said = Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== null));
  const isDescribed = definition.roots !== null && definition.roots.length > 0;
  return {
    ...(isDescribed ? { isOpaque: false, attachments: NO_ATTACHMENTS } : {}),
    ...said,
    certainty: 'Defined by the user.',
  };
}

/** A type that follows the root says nothing of a file without one: that has the usual type. */
function formIdsOf(messageType: string, known: BusinessDefinition | null): readonly string[] {
  return messageType.includes(ROOT_TYPE) ? [messageType, ...(known?.formIds ?? [])] : [messageType];
}

function attachmentsOf(usual: AttachmentRule | undefined, { attachments }: BusinessConfig): AttachmentRule {
  const rule = usual ?? ANY_ATTACHMENT;
  return {
    extensions: attachments.extensions ?? rule.extensions,
    systemIds: attachments.receivers ?? rule.systemIds,
    messageType: attachments.messageType ?? rule.messageType,
    keys: rule.keys.length === 0 ? TRAILER_KEYS : rule.keys,
  };
}

function signedOf({ element, lengthMax, envelope: _, ...fields }: Exclude<SignSetting, string>): SignedElement {
  const at = element.lastIndexOf('/');
  return { ...fields, section: element.slice(0, at), sign: element.slice(at + 1), signLengthMax: lengthMax };
}
