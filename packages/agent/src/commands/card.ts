import type { CommandHost } from '../cli/host.js';
import type * as CardActions from './card/actions.js';

/** The work itself is loaded when it is asked for: other commands must not wait for the card's package. */
const actions = async (): Promise<typeof CardActions> => import('./card/actions.js');

export function declareCard({ program, t, act }: CommandHost): void {
  const card = program.command('card').description(t('card.about'));
  card
    .command('info')
    .description(t('card.info.about'))
    .action(act(async (context) => (await actions()).showInfo(context)));
  card
    .command('verify-pin')
    .description(t('card.pin.about'))
    .option('--ask', t('card.pin.ask'), false)
    .action(act(async (context, options: { readonly ask: boolean }) => (await actions()).tryPin(context, options)));
  card
    .command('sign <file>')
    .description(t('card.sign.about'))
    .option('--out <file>', t('card.sign.out'))
    .action(
      act(async (context, file: string, options: { readonly out?: string }) =>
        (await actions()).sign(context, file, options),
      ),
    );
  card
    .command('verify <file>')
    .description(t('card.verify.about'))
    .requiredOption('--signature <file>', t('card.verify.signature'))
    .option('--certificate <file>', t('card.verify.certificate'))
    .action(
      act(async (context, file: string, options: { readonly signature: string; readonly certificate?: string }) =>
        (await actions()).verify(context, file, options),
      ),
    );
  card
    .command('cert')
    .description(t('card.cert.about'))
    .action(act(async (context) => (await actions()).showCertificate(context)));
  card
    .command('doctor')
    .description(t('card.doctor.about'))
    .action(act(async (context) => (await actions()).runDoctor(context)));
  card
    .command('serve')
    .description(t('card.serve.about'))
    .action(act(async (context) => (await actions()).serve(context)));
}
