import { userInfo } from 'node:os';

/** Who runs this process, as far as the system knows. */
export interface HostUser {
  /** -1 on Windows. */
  readonly uid: number;
  /** The number as text where the user has no name: a container often runs under a uid without an entry. */
  readonly name: string;
  /** null = none is known. */
  readonly home: string | null;
}

/** Never throws, as userInfo and homedir do for a uid without an entry in the user database. */
export function hostUser(): HostUser {
  const { env } = process;
  try {
    const { uid, username, homedir } = userInfo();
    return { uid, name: username, home: env['HOME'] ?? homedir };
  } catch {
    const uid = process.getuid?.() ?? -1;
    return { uid, name: String(uid), home: env['HOME'] ?? null };
  }
}
