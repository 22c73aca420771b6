import { connect } from 'amqplib';
import { expect, test } from 'vitest';
import { describeWithBroker, getAmqpUrl, uniqueName } from '../../../../../test/support/rabbitmq.js';
import { rabbitmqSettings } from '../../../../../test/support/rabbitmq-settings.js';
import type { TestStep } from '../../ports/transport.js';
import { systemClock } from '../../runtime/system-clock.js';
import type { RabbitmqSettings } from './settings.js';
import { createRabbitmqTransport } from './transport.js';

const { signal } = new AbortController();

async function stepsOf(settings: RabbitmqSettings): Promise<readonly TestStep[]> {
  const steps: TestStep[] = [];
  await createRabbitmqTransport(settings, { clock: systemClock }).test((step) => steps.push(step), signal);
  return steps;
}

describeWithBroker('a connection test', () => {
  test('with declare: true before the first run declares what is missing and tells so', async () => {
    const [send, receive, exchange] = [uniqueName('send'), uniqueName('receive'), uniqueName('exchange')];
    const settings = {
      ...rabbitmqSettings(getAmqpUrl()),
      declare: true,
      testQueues: { send: [send], receive: [receive] },
    };
    const first = await stepsOf(settings);
    expect(first.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const noteOf = (steps: readonly TestStep[], name: string): string | null | undefined =>
      steps.find((step) => step.name === name)?.note;
    expect(noteOf(first, `send-queue ${send}`)).toBe('declared, 0 messages, 0 consumers');
    expect(noteOf(first, `receive-queue ${receive}`)).toBe('declared, 0 messages, 0 consumers');
    expect(noteOf(await stepsOf(settings), `send-queue ${send}`)).toBe('0 messages, 0 consumers');
    const through = await stepsOf({ ...settings, sendExchange: exchange });
    expect(noteOf(through, `send-exchange ${exchange}`)).toBe('declared');
    expect(through.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const model = await connect(getAmqpUrl());
    const channel = await model.createChannel();
    for (const queue of [send, receive]) await channel.deleteQueue(queue);
    await channel.deleteExchange(exchange);
    await model.close();
  });

  test('without declare a missing queue still fails', async () => {
    const settings = { ...rabbitmqSettings(getAmqpUrl()), testQueues: { send: [uniqueName('none')], receive: [] } };
    const failed = (await stepsOf(settings)).filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ fault }) => fault?.code)).toEqual(['transport.not-found']);
  });

  test('the time of the broker is read, and is ours on one machine', async () => {
    const transport = createRabbitmqTransport(rabbitmqSettings(getAmqpUrl()), { clock: systemClock });
    const toldMs = await transport.readClock(signal);
    expect(Math.abs((toldMs ?? 0) - systemClock.nowMs())).toBeLessThan(10_000);
  });
});
