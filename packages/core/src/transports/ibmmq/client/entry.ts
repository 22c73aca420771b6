import assert from 'node:assert/strict';
import { systemClock } from '../../../runtime/system-clock.js';
import type { ClientFailure, ConnectionOrder, Report, Request, Requests } from '../wire/protocol.js';
import { connect, lookAtQueue } from './connection.js';
import { failureOf } from './failure.js';
import { loadMqi } from './load.js';
import type { HConn, Mqi } from './mqi.js';
import { ReceiveLane } from './receive-lane.js';
import { SendLane } from './send-lane.js';
import { watchParent } from './watchdog.js';

interface Connected {
  readonly handle: HConn;
  readonly sending: SendLane;
}

/**
 * The client process: the only place that loads the package `ibmmq` and IBM's library. It serves one lane, sending or receiving,
 * over Node's IPC channel and ends with it.
 *
 * Only synchronous calls are used. They block this process and no other, the package's asynchronous gets never release the
 * event loop, and a mixture of both on one connection is refused by MQ.
 */
class ClientProcess {
  #mqi: Mqi | null = null;
  #connection: Connected | null = null;
  #receiving: ReceiveLane | null = null;

  async answer(request: Request): Promise<unknown> {
    switch (request.kind) {
      case 'load':
        this.#mqi = await loadMqi();
        return null;
      case 'connect':
        this.#connect(request.order);
        return null;
      case 'look':
        return lookAtQueue(this.#loaded(), this.#connected().handle, request.order.queue, request.order.use);
      case 'rehearse':
        this.#connected().sending.rehearse(request.order.queue);
        return null;
      case 'put':
        return this.#connected().sending.put(request.order.messages);
      case 'probe':
        this.#connected().sending.probe();
        return null;
      case 'receive':
        this.#receive(request.order);
        return null;
      case 'settle':
        this.#receiving?.settle(request.order.settlements);
        return null;
      case 'stop':
        this.#receiving?.stop();
        return null;
      case 'close':
        this.#receiving?.close();
        if (this.#connection !== null) this.#loaded().DiscSync(this.#connection.handle);
        return null;
    }
  }

  #connect(order: ConnectionOrder): void {
    const mqi = this.#loaded();
    const handle = connect(mqi, order);
    this.#connection = { handle, sending: new SendLane(mqi, handle, order.ccsid) };
  }

  #receive({ connection, queue, prefetch }: Requests['receive']['order']): void {
    const lane = new ReceiveLane(
      { mqi: this.#loaded(), clock: systemClock, order: connection, report: tell },
      queue,
      prefetch,
    );
    lane.open();
    this.#receiving = lane;
    // It reports its own end and never rejects.
    void lane.run();
  }

  #loaded(): Mqi {
    assert(this.#mqi !== null, 'load comes first');
    return this.#mqi;
  }

  #connected(): Connected {
    assert(this.#connection !== null, 'connect comes first');
    return this.#connection;
  }
}

function tell(report: Report, onTold?: () => void): void {
  // The parent may be gone already; then nothing is told.
  if (process.connected) process.send?.(report, undefined, undefined, onTold);
}

async function serve(client: ClientProcess, request: Request): Promise<void> {
  let failure: ClientFailure;
  try {
    const result = await client.answer(request);
    // The channel is closed behind the last answer, not across it.
    tell({ kind: 'done', id: request.id, result }, request.kind === 'close' ? () => process.disconnect() : undefined);
    return;
  } catch (reason) {
    failure = failureOf(reason);
  }
  tell({ kind: 'failed', id: request.id, failure });
}

// The package makes an Error of every call, also of those that succeed; its stack would cost a sixth of the time and is never read.
Error.stackTraceLimit = 0;
watchParent();
const client = new ClientProcess();
process.on('message', (request: Request) => {
  // It answers every failure itself.
  void serve(client, request);
});
process.on('disconnect', () => process.exit(0));
