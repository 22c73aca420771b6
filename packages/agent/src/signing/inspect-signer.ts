import { existsSync } from 'node:fs';
import { doctor } from '@swic/card-ffi';
import { type Clock, type DoctorFinding, type LoadedConfig, signerFindings, wordFor } from '@swic/core';
import { lookForCard } from './card-settings.js';
import { openSigner, pinStatePath, SERVICE_CONNECT_LIMIT_MS } from './open-signer.js';

/** The signer of a configuration for `swic doctor`, while no agent has it. A PIN is never tried. */
export async function inspectSigner(
  loaded: LoadedConfig,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly DoctorFinding[]> {
  const { signer } = loaded.config;
  if (signer?.kind === 'card' || signer?.kind === 'service') {
    const pinFile = pinStatePath(loaded);
    const { findings } = await doctor(
      {
        card: signer.kind === 'card' ? lookForCard(signer, loaded).options : null,
        pinStateFile: existsSync(pinFile) ? pinFile : null,
        service:
          signer.kind === 'service'
            ? { url: signer.url, connectLimitMs: SERVICE_CONNECT_LIMIT_MS, requestLimitMs: SERVICE_CONNECT_LIMIT_MS }
            : null,
      },
      clock,
      signal,
    );
    return findings.map(({ step, outcome, zh, en, advice }) => ({
      check: 'signer',
      about: null,
      outcome,
      zh: `${wordFor('doctorStep', step, 'zh')}：${zh}`,
      en: `${step}: ${en}`,
      advice,
      code: null,
    }));
  }
  // A look lends the key to no other agent.
  const alone = { ...loaded, config: { ...loaded.config, signing: { ...loaded.config.signing, serve: null } } };
  await using opened = await openSigner(alone, clock, () => undefined);
  return signerFindings(await opened.signer.describe(signal), clock.nowMs());
}
