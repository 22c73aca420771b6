import { expect, test } from 'vitest';
import { parseConnectionName } from './connection-name.js';
import { clientEnvironment } from './environment.js';

test('our own secrets and Node’s options do not reach the client process, IBM’s variables do', () => {
  const parent = {
    PATH: '/bin',
    HOME: '/root',
    SWIC_MQ_PASSWORD: 'synthetic',
    NODE_OPTIONS: '--inspect',
    MQSSLKEYR: '/k',
    AMQ_TRACE: '1',
  };
  const environment = clientEnvironment(parent, { ccsid: 819, clientLibrary: null });
  expect(environment).toEqual({
    PATH: '/bin',
    HOME: '/root',
    MQSSLKEYR: '/k',
    AMQ_TRACE: '1',
    MQCCSID: '819',
    MQIJS_NOOTEL: '1',
  });
});

test('the directory of the library comes before what is inherited, and is looked into first', () => {
  const environment = clientEnvironment({ LD_LIBRARY_PATH: '/old' }, { ccsid: 819, clientLibrary: '/opt/mq/lib64' });
  expect(environment).toMatchObject({ LD_LIBRARY_PATH: '/opt/mq/lib64:/old', MQIJS_PREFER_INSTALLED_LIBRARY: '1' });
});

test('the library file itself names its directory', () => {
  const environment = clientEnvironment({}, { ccsid: 819, clientLibrary: process.execPath });
  expect(environment['LD_LIBRARY_PATH']).toBe(process.execPath.slice(0, process.execPath.lastIndexOf('/')));
});

test('a connection name has one listener or several, each with its port or the usual one', () => {
  expect(parseConnectionName('mq1.example(1415), 10.0.0.2')).toEqual([
    { host: 'mq1.example', port: 1415 },
    { host: '10.0.0.2', port: 1414 },
  ]);
  expect(parseConnectionName('host(abc),(1414),,a b')).toEqual([]);
});
