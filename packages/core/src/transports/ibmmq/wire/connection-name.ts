/** One listener of a connection name. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where MQ's listener is when the name does not say [official: IBM's documentation of CONNAME]. */
const DEFAULT_PORT = 1414;
const ENTRY = /^([^()\s]+)(?:\((\d{1,5})\))?$/;

/** `host(1414),host2(1415)`; entries that are none of these are left out, the client will complain about them. */
export function parseConnectionName(connectionName: string): readonly Endpoint[] {
  return connectionName.split(',').flatMap((entry) => {
    const match = ENTRY.exec(entry.trim());
    if (match === null) return [];
    return [{ host: match[1] ?? '', port: match[2] === undefined ? DEFAULT_PORT : Number(match[2]) }];
  });
}
