/** What systemd says of a unit (`systemctl show`), as far as a person asks. */
export interface UnitState {
  /** E.g. `active`, `failed`, `inactive`. */
  readonly state: string;
  /** As systemd writes it; null where it has not run. */
  readonly since: string | null;
  /** How often systemd itself started it again since a person did. */
  readonly restarts: number;
  /** Why the run before ended, e.g. `exit-code`, `watchdog`; `success` where there is nothing to say. */
  readonly result: string;
}

export const UNIT_PROPERTIES = ['ActiveState', 'ActiveEnterTimestamp', 'NRestarts', 'Result'] as const;

/** Reads the lines `Name=value` of `systemctl show`. */
export function parseUnitState(text: string): UnitState {
  const rows = new Map(
    text.split('\n').map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1)]),
  );
  const since = rows.get('ActiveEnterTimestamp') ?? '';
  return {
    state: rows.get('ActiveState') ?? 'unknown',
    since: since === '' ? null : since,
    restarts: Number(rows.get('NRestarts') ?? '0'),
    result: rows.get('Result') ?? 'success',
  };
}

/** The end of the run before, from the line that systemd wrote of it into its journal; null where there is none. */
export function parseLastEnd(journal: string): string | null {
  return /Main process exited, (code=\w+, status=\S+)/.exec(journal)?.[1] ?? null;
}
