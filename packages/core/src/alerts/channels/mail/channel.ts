import { readFileSync } from 'node:fs';
import type { AlertChannelConfig } from '../../../config/alerts-schema.js';
import { alertText } from '../../../contract/alert-text.js';
import type { AlertMessage } from '../../../contract/alerts.js';
import { Fault } from '../../../contract/fault.js';
import type { AlertChannel } from '../../../ports/alert-channel.js';
import { withDeadline } from '../../../runtime/deadline.js';
import type { ChannelWorld } from '../../channel-world.js';
import { mailHtml } from './html.js';

type MailConfig = Extract<AlertChannelConfig, { readonly kind: 'mail' }>;

/**
 * Mail by SMTP, straight and never through the HTTP proxy. The server's yes for one recipient is a yes: to try again for another would
 * send the same to all.
 */
export function createMail(config: MailConfig, world: ChannelWorld): AlertChannel {
  return {
    kind: 'mail',
    perMinuteMax: null,
    async deliver(message, signal) {
      if (signal.aborted) throw new Fault('operation.aborted');
      const mailer = await openMailer(config, world);
      const close = (): void => mailer.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        const sending = mailer.send(mailOf(message, config, world));
        await withDeadline(Promise.race([sending, aborted(signal)]), config.timeoutMs, 'alert.unreachable');
      } catch (reason) {
        throw signal.aborted ? new Fault('operation.aborted') : toFault(reason, config);
      } finally {
        signal.removeEventListener('abort', close);
        close();
      }
    },
  };
}

interface Mailer {
  readonly send: (mail: Mail) => Promise<unknown>;
  readonly close: () => void;
}

async function openMailer(config: MailConfig, { secret, resolvePath }: ChannelWorld): Promise<Mailer> {
  const { host, port, security, username, timeoutMs } = config;
  const pass = config.password === null ? null : await secret(config.password);
  const ca = config.ca === null ? null : readAuthority(resolvePath(config.ca));
  // Loaded by the first mail: an agent without it does not need it.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username === null ? {} : { auth: { user: username, pass: pass ?? '' } }),
    ...(ca === null ? {} : { tls: { ca } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { send: async (mail) => transport.sendMail(mail), close: () => transport.close() };
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (reason) {
    throw Fault.from(reason, 'config.invalid', { file });
  }
}

type Mail = ReturnType<typeof mailOf>;

function mailOf(message: AlertMessage, { from, to, locale }: MailConfig, world: ChannelWorld) {
  const words = locale ?? world.locale;
  const text = alertText(message, words);
  return {
    from,
    to: [...to],
    subject: text.title,
    text: `${text.lines.join('\n')}\n`,
    html: mailHtml(text, message.link, words),
    date: new Date(message.atMs),
    // The same when it is sent again: a mail program shows it once.
    messageId: `<${message.id}@${message.sender.clientId}.swic>`,
    headers: { 'X-Swic-Alert': message.id, 'Auto-Submitted': 'auto-generated' },
  };
}

/** Rejects when the signal aborts; a closed connection tells nothing by itself. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Fault('operation.aborted')), { once: true });
  });
}

const OF_A_CERTIFICATE = /certificate|self-signed|altnames/i;

/** The server has spoken where there is a code of three digits. */
function toFault(reason: unknown, { host, port }: MailConfig): Fault {
  const {
    responseCode = null,
    code = null,
    message = '',
  } = (reason ?? {}) as {
    responseCode?: number;
    code?: string;
    message?: string;
  };
  if (reason instanceof Fault) return new Fault('alert.unreachable', { host, port, ...reason.detail });
  if (responseCode !== null) return new Fault('alert.refused', { host, port, code: responseCode });
  // nodemailer puts its own code in the place of the one that names the certificate; the words of the TLS library are left.
  const errno = OF_A_CERTIFICATE.test(message) ? `${code}: ${message}` : code;
  return new Fault(code === 'EAUTH' ? 'alert.refused' : 'alert.unreachable', { host, port, errno });
}
