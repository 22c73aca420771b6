import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeGbk } from './gbk.js';
import { type CardAlgorithm, type KeyMaterial, keyMaterial } from './identity.js';

/** What the simulated card holds; all of it invented. */
export const CARD = {
  cardId: '03-9900000000001',
  certificateNumber: '00A1B2C3',
  owner: '张三测试',
  companyId: '0000000000',
  companyName: '示例进出口有限公司',
  pin: '13572468',
} as const;

/** One simulated card world on disk; see simulator/world.h. */
export interface World extends Disposable {
  readonly directory: string;
  readonly algorithm: CardAlgorithm;
  readonly material: KeyMaterial;
  /** The environment that leads the simulator here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces the control file; lines as in simulator/world.h. The PIN and the journal are always set. */
  control(...lines: readonly string[]): void;
  /** Names of the functions called so far, in order. */
  journal(): readonly string[];
  /** Wrong PINs the card has counted. */
  wrongTries(): number;
  /** Puts another card into the reader. */
  swapCard(cardId: string): void;
}

export function createWorld(algorithm: CardAlgorithm, days = 400): World {
  const directory = mkdtempSync(join(tmpdir(), 'swic-card-world-'));
  const material = keyMaterial(algorithm, days);
  writeFileSync(join(directory, 'key.pem'), material.keyPem);
  writeFileSync(join(directory, 'sign.der'), material.certificateDer);
  writeFileSync(join(directory, 'seal.der'), material.certificateDer);
  writeFileSync(join(directory, 'identity'), identity(CARD.cardId));
  // The simulator reads them whenever it is called: never a half-written one, in which its card would have no PIN.
  const replace = (name: string, content: string): void => {
    writeFileSync(join(directory, `${name}.next`), content);
    renameSync(join(directory, `${name}.next`), join(directory, name));
  };
  const control = (...lines: readonly string[]): void =>
    replace('control', [`pin ${CARD.pin}`, 'journal yes', ...lines, ''].join('\n'));
  control();
  return {
    directory,
    algorithm,
    material,
    environment: { SWIC_CARD_SIMULATOR: directory },
    control,
    journal: () => readLines(join(directory, 'journal')).map((line) => line.split(' ')[1] ?? ''),
    wrongTries: () => Number(readLines(join(directory, 'tries'))[0] ?? 0),
    swapCard: (cardId) => replace('identity', identity(cardId)),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function identity(cardId: string): string {
  const fields = {
    card: cardId,
    certificate: CARD.certificateNumber,
    owner: CARD.owner,
    'company-id': CARD.companyId,
    'company-name': CARD.companyName,
    mode: '1',
    user: `${CARD.owner};${CARD.companyId}`,
    attachment: 'attachment',
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${encodeGbk(value).toString('hex')}\n`)
    .join('');
}

function readLines(path: string): readonly string[] {
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];
}
