import { DRILL_STEPS } from '../../packages/core/src/drill/steps.js';
import { describeWithCompiler } from '../support/compiler.js';
import { describeWithBroker } from '../support/rabbitmq.js';
import { defineKillMatrix } from './kill-matrix.js';

// What a broker changes is the time between hand-over and accept; the steps on disk are the same.
// SWIC_TEST_WHOLE_MATRIX=1 takes all of them all the same.
const BROKER_STEPS = DRILL_STEPS.filter(
  ([port, , nth]) =>
    process.env['SWIC_TEST_WHOLE_MATRIX'] === '1' ||
    port === 'session' ||
    (port === 'ledger' && nth > 1) ||
    (port === 'inBox' && nth === 6),
);

describeWithBroker('over RabbitMQ', () => defineKillMatrix('rabbitmq', BROKER_STEPS));
// The simulated queue manager; with the agent dies its hold on the client processes, which must not outlive it.
describeWithCompiler('over IBM MQ', () => defineKillMatrix('ibmmq', BROKER_STEPS));
