import { Fault, type OpenedSigner, type Signer, type SignerDescription } from '@swic/core';
import type { ControlClient } from '@swic/core/client';
import type { Context } from '../../cli/context.js';
import { openSigner } from '../../signing/open-signer.js';
import { withAgent } from '../reach.js';

/** The signer a command works with, wherever it is: the running agent's, or one of our own. */
export type ReachedSigner = Pick<OpenedSigner, 'signer' | 'verifyPin'>;

/**
 * By the agent where one runs: it has the reader, and two processes must not fight over it. Otherwise the configuration's
 * signer is opened here for as long as `work` lasts.
 */
export async function withSigner<T>(context: Context, work: (reached: ReachedSigner) => Promise<T>): Promise<T> {
  try {
    return await withAgent(context, async (client) => work(signerOf(client, await describe(client))));
  } catch (reason) {
    if (!(reason instanceof Fault) || reason.code !== 'instance.not-running') throw reason;
  }
  // A command that ends in a second does not lend its card.
  const loaded = context.load();
  const signing = { ...loaded.config.signing, serve: null };
  const alone = { ...loaded, config: { ...loaded.config, signing } };
  await using opened = await openSigner(alone, context.clock, () => undefined);
  return await work(opened);
}

async function describe(client: ControlClient): Promise<SignerDescription> {
  const description = await client.call('signer', null);
  if (description === null) throw new Fault('signer.configuration', { path: 'signer', what: 'there is none' });
  return description;
}

function signerOf(client: ControlClient, { kind }: SignerDescription): ReachedSigner {
  const signer: Signer = {
    kind,
    describe: () => describe(client),
    async sign({ bytes }) {
      const result = await client.call('sign', { bytes: Buffer.from(bytes).toString('base64') });
      const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
      return {
        ...result,
        signature: octets(result.signature),
        certificate: result.certificate === null ? null : octets(result.certificate),
      };
    },
    whenAvailable: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
  const hasPin = kind === 'card' || kind === 'service';
  return { signer, verifyPin: hasPin ? async (pin) => void (await client.call('verifyPin', { pin })) : null };
}
