/** What of a business an operator of the page may set: how its documents are sent and kept, not where its boxes are. */
const OF_BUSINESS: ReadonlySet<string> = new Set([
  'enabled',
  'send',
  'receive',
  'rules',
  'lengthUnit',
  'zipMatch',
  'retention',
]);

/** The others name programs, libraries, directories, addresses or secrets: with them a user of the page would act as the user of the agent. */
const AT_THE_TOP: ReadonlySet<string> = new Set(['limits', 'ledger', 'log', 'locale', 'maintenance', 'receipts']);

/** May this setting be changed on the page? Pure. */
export function isEditable([first = '', , third = '']: readonly string[]): boolean {
  return first === 'businesses' ? OF_BUSINESS.has(third) : AT_THE_TOP.has(first);
}
