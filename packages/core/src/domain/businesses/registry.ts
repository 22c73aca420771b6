import { type BusinessKey, businessKey } from '../document.js';
import { createNameTest } from '../receipts/paths.js';
import { DECLARATION_FAMILY } from './declaration.js';
import type { BusinessDefinition, BusinessOverride, RootRule } from './definition.js';
import { E_COMMERCE_FAMILY } from './e-commerce.js';
import { LICENCE_FAMILY } from './licence.js';
import { MANIFEST_FAMILY } from './manifest.js';
import { findByMessageType } from './message-type.js';
import { OPAQUE } from './opaque.js';
import { OTHERS } from './others.js';
import { PROCESSING_TRADE_FAMILY } from './processing-trade.js';
import { VEHICLE_FAMILY } from './vehicle.js';

/** Every business swic knows by itself, in the order in which operators see them; OTHERS last. */
export const BUSINESSES: readonly BusinessDefinition[] = [
  ...DECLARATION_FAMILY,
  ...MANIFEST_FAMILY,
  ...VEHICLE_FAMILY,
  ...PROCESSING_TRADE_FAMILY,
  ...LICENCE_FAMILY,
  ...E_COMMERCE_FAMILY,
  OTHERS,
];

/** By key or by the name of its default folder, both case-insensitive: installs differ in casing [2-3 sources]. */
export function findBusiness(
  keyOrFolder: string,
  businesses: readonly BusinessDefinition[] = BUSINESSES,
): BusinessDefinition | null {
  const wanted = keyOrFolder.trim().toUpperCase();
  return (
    businesses.find((business) => business.key.toUpperCase() === wanted) ??
    businesses.find((business) => business.folder !== '' && business.folder.toUpperCase() === wanted) ??
    null
  );
}

/** By what an envelope says: the receiver or sender id (SystemId) first, then the message type (FormId). Case-insensitive. */
export function findBusinessByEnvelope(
  systemId: string | null,
  messageType: string | null,
  businesses: readonly BusinessDefinition[] = BUSINESSES,
): BusinessDefinition | null {
  const byType = findByMessageType(messageType, businesses);
  // DEC and EDOC share a receiver: where the message type names one of the receiver's businesses, it decides.
  const bySystem = businesses.filter((business) => has(business.systemIds, systemId));
  if (byType !== null && (bySystem.length === 0 || bySystem.includes(byType))) return byType;
  return bySystem.find((business) => has(business.systemIds.slice(0, 1), systemId)) ?? bySystem[0] ?? null;
}

function has(ids: readonly string[], id: string | null): boolean {
  return id !== null && ids.some((known) => known.toUpperCase() === id.toUpperCase());
}

/** Names of the keys that the platform or customs assigns, in any of these businesses: receipts teach them. */
export function assignedKeyNames(businesses: readonly BusinessDefinition[]): ReadonlySet<string> {
  const rules = businesses.flatMap(({ correlationKeys, sendResults, receipts }) => [
    ...correlationKeys,
    ...[...sendResults, ...receipts].flatMap(({ keys }) => keys),
  ]);
  return new Set(rules.filter(({ isAssigned }) => isAssigned).map(({ name }) => name));
}

/** Does this root element belong to the business? Opaque businesses accept every root. */
export function acceptsRoot(business: BusinessDefinition, root: string, namespace: string): boolean {
  if (business.isReceiveOnly) return false;
  return business.roots.length === 0 || business.roots.some((rule) => isRootMatch(rule, root, namespace));
}

/** The rules of a business whose root name fits, whatever the namespace: to tell a wrong namespace from a wrong document. */
export function rootsNamed(business: BusinessDefinition, root: string): readonly RootRule[] {
  return business.roots.filter((rule) => createNameTest([rule.name])(root));
}

function isRootMatch(rule: RootRule, root: string, namespace: string): boolean {
  return createNameTest([rule.name])(root) && createNameTest([rule.namespace])(namespace);
}

/**
 * The definition with the user's words over it: a field that is given replaces the whole field. With `base` null a new
 * business starts from an opaque one (any file travels, folder = key with a capital, type = key).
 */
export function mergeBusiness(
  base: BusinessDefinition | null,
  key: string,
  override: BusinessOverride,
): BusinessDefinition {
  const given = Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
  return { ...(base ?? newBusiness(businessKey(key))), ...given, key: base?.key ?? businessKey(key) };
}

function newBusiness(key: BusinessKey): BusinessDefinition {
  return {
    ...OPAQUE,
    key,
    nameZh: key,
    nameEn: key,
    initials: key.toLowerCase(),
    formIds: [key],
    folder: key.slice(0, 1) + key.slice(1).toLowerCase(),
    certainty: 'Defined by the user.',
  };
}
