import type { GatewayOptions } from '@swic/core';

/** Loads the card's package only where a signer is configured: most agents need neither it nor its native parts. */
export const openSignerLazily: NonNullable<GatewayOptions['openSigner']> = async (loaded, clock, emit) => {
  const { openSigner } = await import('./open-signer.js');
  return openSigner(loaded, clock, emit);
};
