import { RABBITMQ_DEFAULTS, type RabbitmqSettings } from '../../packages/core/src/transports/rabbitmq/settings.js';

/** The adapter's settings for the broker of an AMQP URL, with its defaults for everything else. */
export function rabbitmqSettings(amqpUrl: string, changes: Partial<RabbitmqSettings> = {}): RabbitmqSettings {
  const { hostname, port, username, password } = new URL(amqpUrl);
  return {
    ...RABBITMQ_DEFAULTS,
    host: hostname,
    port: Number(port === '' ? 5672 : port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...changes,
  };
}
