/**
 * The first client id that a receipt is addressed to, where ours is not among them; null = it is for us, or does not say. Casing is
 * no difference: ids are typed by people.
 */
export function foreignAddressee(addressees: readonly string[], clientId: string): string | null {
  const own = clientId.trim().toUpperCase();
  return addressees.some((id) => id.toUpperCase() === own) ? null : (addressees[0] ?? null);
}
