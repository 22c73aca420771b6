import { expect, test } from 'vitest';
import { makeReceipt } from '../../../../../test/support/ledger/records.js';
import {
  checkedFile,
  claimOne,
  openSendingScene,
  type SendingScene,
  sealOne,
} from '../../../../../test/support/sending.js';
import { Fault } from '../../contract/fault.js';
import { type HandOver, handOver } from './hand-over.js';

const never = new AbortController().signal;

async function handOverOne(scene: SendingScene, signal = never): Promise<HandOver> {
  const claimed = await claimOne(scene.sending, checkedFile());
  return handOver(scene.sending, await sealOne(scene.sending, claimed, never), null, signal);
}

const sends = ({ acts }: SendingScene): readonly string[] => acts.filter((act) => act.startsWith('send'));

test('a session that had ended before takes nothing with it: the next one gets the document', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.closed'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'confirmed', sealed: { document: { attempts: 1 } } });
  expect(sends(scene)).toEqual(['send: transport.closed', 'send']);
});

test('a queue that is missing holds the flow and is tried again without counting an attempt', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.unroutable'), new Fault('transport.unroutable'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'confirmed', sealed: { document: { attempts: 1 } } });
  expect(scene.said.map(({ type }) => type)).toContain('flow.held');
  expect(scene.sending.journal.gate.isOpen).toBe(true);
});

test('while another document probes a missing queue, this one goes back and waits in OutBox', async () => {
  const scene = openSendingScene();
  scene.sending.journal.gate.hold(new Fault('transport.unroutable'));
  scene.fail('send', new Fault('transport.unroutable'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'given-up', fault: null });
});

test('a nack counts the next attempt durably before it, and marks it', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.nacked'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'confirmed', sealed: { document: { attempts: 2 } } });
  expect(scene.acts.slice(-4)).toEqual(['send: transport.nacked', 'write sealed durable', 'session', 'send attempt 2']);
});

test('an answer that proves that a nacked document arrived ends its wait: it is not sent again', async () => {
  const answer = makeReceipt(1, { kind: 'send-result', isSuccess: true, messageId: 'M2026112312000000000001' });
  const scene = openSendingScene({ receipts: [answer], waitsFrom: { sleep: 1 } });
  scene.fail('send', new Fault('transport.nacked'));
  expect(await handOverOne(scene)).toMatchObject({
    kind: 'settled',
    settlement: { decision: 'sent', by: 'receipt', receipt: answer.id },
  });
  expect(sends(scene)).toEqual(['send: transport.nacked']);
});

test('where nothing is sent twice without a word, a nack is unknown and holds the flow until a word', async () => {
  const scene = openSendingScene({ policy: { onUnknown: 'hold' } });
  scene.fail('send', new Fault('transport.nacked'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'unknown', fault: { code: 'transport.nacked' } });
  expect(scene.sending.journal.gate.isOpen).toBe(false);
  scene.sending.inFlight.nacked.release();
  expect(scene.sending.journal.gate.isOpen).toBe(true);
});

test('a document that waits for a broker does not keep an agent that is told to end', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.unroutable'));
  scene.end();
  expect(await handOverOne(scene)).toMatchObject({ kind: 'given-up', fault: null });
});

test('what is given up after a nack says so: a queue may have it', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.nacked'));
  scene.end();
  expect(await handOverOne(scene)).toMatchObject({ kind: 'given-up', fault: { code: 'transport.nacked' } });
});

test('a message that the broker refuses is refused, not tried again', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.too-large'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'refused', fault: { code: 'transport.too-large' } });
  expect(sends(scene)).toHaveLength(1);
});

for (const onUnknown of ['resend', 'hold'] as const)
  test(`a commit that IBM MQ backed out sets no mark of a second attempt with onUnknown ${onUnknown}, and no word is asked for`, async () => {
    const scene = openSendingScene({ policy: { onUnknown } });
    scene.fail('send', new Fault('transport.backed-out'), new Fault('transport.backed-out'));
    expect(await handOverOne(scene)).toMatchObject({ kind: 'confirmed', sealed: { document: { attempts: 1 } } });
    expect(sends(scene)).toEqual(['send: transport.backed-out', 'send: transport.backed-out', 'send']);
    expect(scene.said.map(({ type }) => type)).not.toContain('document.retried');
  });

test('what is given up after a commit that was backed out goes back: nothing of it was taken', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.backed-out'));
  scene.end();
  expect(await handOverOne(scene)).toMatchObject({ kind: 'given-up', fault: null });
});

test('a commit that was backed out after a nack does not take back that a queue may have the document', async () => {
  const scene = openSendingScene();
  scene.fail('send', new Fault('transport.nacked'), new Fault('transport.backed-out'));
  expect(await handOverOne(scene)).toMatchObject({ kind: 'confirmed', sealed: { document: { attempts: 2 } } });
  expect(sends(scene)).toEqual(['send: transport.nacked', 'send attempt 2: transport.backed-out', 'send attempt 2']);
});
