import path from 'node:path';
import { expect, test } from 'vitest';
import { type LoadedConfig, parseConfig } from '../../config/load.js';
import { Fault } from '../../contract/fault.js';
import { targetOf } from './moved-files.js';
import { directorySettings, missingPlaces, placesIn, secretsIn } from './moved-settings.js';

const CONFIG = `clientId: DXPESW0000000001
transport:
  kind: rabbitmq
  host: broker
  password: { keyring: broker }
  tls: { ca: tls/ca.pem, cert: null, key: /etc/keys/own.pem }
signer: { kind: software, key: { file: /etc/keys/sign.pem }, certificate: sign.pem, passphrase: { env: SIGN } }
schemas: { DEC: xsd/dec.xsd, CEB: [{ path: xsd/ceb.xsd }] }
alerts:
  channels: { mail: { kind: webhook, url: { keyring: hook } } }
businesses: { DEC: { boxes: { root: 'D:/dec' } } }
`;

function load(text: string): LoadedConfig {
  const result = parseConfig(text, path.resolve('/nowhere/swic.yaml'));
  if (result.outcome === 'invalid') throw new Fault('config.invalid', { problem: JSON.stringify(result.problems) });
  return result.loaded;
}

test('every secret is named once by its setting, and no other setting is', () => {
  expect(secretsIn(load(CONFIG))).toEqual([
    { setting: 'transport.password', kind: 'keyring', name: 'broker' },
    { setting: 'transport.tls.key', kind: 'file', name: '/etc/keys/own.pem' },
    { setting: 'alerts.channels.mail.url', kind: 'keyring', name: 'hook' },
    { setting: 'signer.key', kind: 'file', name: '/etc/keys/sign.pem' },
    { setting: 'signer.passphrase', kind: 'env', name: 'SIGN' },
  ]);
});

test('files that the configuration names are places; secrets and boxes are not', () => {
  const places = placesIn(load(CONFIG)).map(({ setting, path: at }) => `${setting}=${at}`);
  expect(places).toEqual([
    'transport.tls.ca=tls/ca.pem',
    'signer.certificate=sign.pem',
    'schemas.DEC=xsd/dec.xsd',
    'schemas.CEB.0.path=xsd/ceb.xsd',
  ]);
  expect(missingPlaces(load(CONFIG))).toHaveLength(places.length);
  expect(directorySettings(load(CONFIG)).map(({ setting }) => setting)).toEqual([
    'dataDir',
    'boxesDir',
    'businesses.DEC.boxes.root',
  ]);
});

test.each([
  'boxes/DEC/outBox/../../../etc/passwd',
  'boxes/DEC/outBox/a\\..\\b',
  'boxes/DEC/elsewhere/a.xml',
  'boxes/UNKNOWN/outBox/a.xml',
  'data',
  'data/./ledger',
  'config//swic.yaml',
  '/etc/passwd',
])('a name that no swic writes is refused: %s', (name) => {
  expect(() => targetOf(name, load(CONFIG), 'x.move')).toThrow(expect.objectContaining({ code: 'backup.broken' }));
});

test('a name of a box leads into the box of this machine', () => {
  const [directory, ...parts] = ['D:/dec', 'OutBox', '20261201', '单 据.xml'] as const;
  const target = targetOf('boxes/DEC/outBox/20261201/单 据.xml', load(CONFIG), 'x.move');
  expect(target).toBe(path.join(path.resolve('/nowhere', directory), ...parts));
});
