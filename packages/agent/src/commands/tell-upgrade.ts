import type { LedgerUpgrade } from '@swic/core';
import type { Context } from '../cli/context.js';

const TOLD_EACH_MS = 5_000;

/** Says that a ledger of an earlier format is brought to this program's, and how far that has come: with a million documents, minutes. */
export function tellUpgrade({ say, t, clock }: Context): (upgrade: LedgerUpgrade) => void {
  let toldMs = clock.tickMs();
  return (upgrade) => {
    switch (upgrade.kind) {
      case 'backed-up':
        return say(t('ledger.upgrade.backed-up', { from: upgrade.from, to: upgrade.to, file: upgrade.file }));
      case 'step':
        if (clock.tickMs() - toldMs < TOLD_EACH_MS) return;
        toldMs = clock.tickMs();
        return say(t('ledger.upgrade.step', { to: upgrade.to, done: upgrade.done, documents: upgrade.documents }));
      case 'done':
        return say(t('ledger.upgrade.done', { to: upgrade.to }));
    }
  };
}
