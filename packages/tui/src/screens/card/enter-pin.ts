import { type App, say, start, wordsOf } from '../../app.js';

/** The PIN is shown as stars, goes to the agent once over the owner's socket, and is kept nowhere here. */
export function enterPin(app: App): void {
  const t = wordsOf(app);
  if ((app.store.get().snapshot?.signer ?? null) === null) return say(app, t('card.none'), 'warn');
  app.store.update(() => ({
    prompt: {
      kind: 'pin',
      label: t('card.pin'),
      text: '',
      isMasked: true,
      onChange: null,
      suggest: null,
      onDone: (pin) => {
        if (pin === '') return;
        start(app, async () => {
          await app.call('verifyPin', { pin });
          say(app, wordsOf(app)('card.pin-right'), 'good');
        });
      },
      onCancel: () => undefined,
    },
  }));
}
