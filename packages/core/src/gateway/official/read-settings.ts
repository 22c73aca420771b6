import { readFileSync } from 'node:fs';
import { Fault } from '../../contract/fault.js';
import { readAttributes } from '../../xml/attributes.js';
import { decodeTolerantly } from '../../xml/encoding.js';
import { scanXml } from '../../xml/scan.js';
import type { ScannedNode } from '../../xml/scanned.js';

/** One message type of a business in the official client, with its directories; '' where the settings say nothing. */
export interface OfficialForm {
  readonly formId: string;
  readonly outBox: string;
  readonly inBox: string;
  readonly sentBox: string;
  readonly failBox: string;
  readonly tempBox: string;
  /** 同时最大任务数. */
  readonly parallel: number | null;
  /** What these two switches do is inferred: sign before sending, check PDF signatures. */
  readonly signsBefore: boolean;
  readonly checksPdf: boolean;
}

export interface OfficialBusiness {
  readonly key: string;
  /** Receivers in the exchange platform. */
  readonly systemIds: readonly string[];
  readonly forms: readonly OfficialForm[];
}

/** What `DFWJobSettings.xml` of the official client says [seen in 2 independent sources]. Transport settings are not in it. */
export interface OfficialSettings {
  readonly businesses: readonly OfficialBusiness[];
  readonly retentionDays: number | null;
  readonly intervalSeconds: number | null;
  /** A saved card PIN. It is encrypted for the official client and is never read. */
  readonly hasPin: boolean;
  /** Set where an encryptor (HSM) is named beside the card. */
  readonly encryptorDevice: string | null;
  readonly autoStart: string;
  readonly logPath: string;
  /** Switches of the settings that are on, by the name that they have there. */
  readonly switches: readonly OfficialSwitch[];
}

/** What the official client can be told to do beside its businesses [1 source; what they do is inferred from their names]. */
const OFFICIAL_SWITCHES = [
  'UseEmailNotification',
  'UseHttpNotification',
  'StpReceipt2File',
  'RetNameAffixFlag',
] as const;
export type OfficialSwitch = (typeof OFFICIAL_SWITCHES)[number];

const SETTINGS_LIMITS = { depthMax: 16, elementsMax: 5_000 } as const;

/** Rejects with `config.official-missing` or, when it is no settings file, `config.official-invalid`. */
export function readOfficialSettings(file: string): OfficialSettings {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (reason) {
    throw Fault.from(reason, 'config.official-missing', { file });
  }
  return parseOfficialSettings(bytes, file);
}

/** As readOfficialSettings, of bytes. Element and attribute names are compared without casing: installs differ in it. */
export function parseOfficialSettings(bytes: Uint8Array, file: string): OfficialSettings {
  const text = decodeTolerantly(bytes)?.text ?? '';
  const { outline, end } = scanXml(text, SETTINGS_LIMITS);
  const forms = outline.nodes.filter(({ name }) => isNamed(name, 'FormSetting') || isNamed(name, 'SubFormSetting'));
  if (end.kind !== 'complete' || forms.length === 0) throw new Fault('config.official-invalid', { file });
  const businesses: OfficialBusiness[] = [];
  for (const node of forms) {
    const read = attributesOf(text, node);
    const systemIds = read('SystemId')
      .split('|')
      .map((id) => id.trim())
      .filter((id) => id !== '' && !isNamed(id, 'None'));
    if (isNamed(node.name, 'FormSetting')) businesses.push({ key: read('Key').toUpperCase(), systemIds, forms: [] });
    else addForm(businesses, formOf(read));
  }
  const value = (name: string): string =>
    outline.texts.find(({ path }) => isNamed(lastStep(path), name))?.text.trim() ?? '';
  return {
    businesses: businesses.filter(({ key }) => key !== ''),
    retentionDays: toCount(value('RetentionDays')),
    intervalSeconds: toCount(value('TimeInterval')),
    hasPin: value('UserPin') !== '',
    encryptorDevice: value('Device') === '' ? null : value('Device'),
    autoStart: value('JobsAutoStart'),
    logPath: value('LogPath'),
    switches: OFFICIAL_SWITCHES.filter((name) => isOn(name, value(name), text, outline.nodes)),
  };
}

/** An element of its own in some installs, an attribute in others. */
function isOn(name: OfficialSwitch, element: string, text: string, nodes: readonly ScannedNode[]): boolean {
  const values = [element, ...nodes.map((node) => attributesOf(text, node)(name))];
  return values.some((value) => value !== '' && value !== '0' && !isNamed(value, 'false'));
}

type ReadAttribute = (name: string) => string;

function formOf(read: ReadAttribute): OfficialForm {
  return {
    formId: read('FormId'),
    outBox: read('OutBox'),
    inBox: read('InBox'),
    sentBox: read('SentBox'),
    failBox: read('FailBox'),
    tempBox: read('TempBox'),
    parallel: toCount(read('MaxDegreeOfParallelism')),
    signsBefore: isNamed(read('SendBeforeEnable'), 'true'),
    checksPdf: isNamed(read('IsPdfCheck'), 'true'),
  };
}

/** A form is inside the business before it. */
function addForm(businesses: OfficialBusiness[], form: OfficialForm): void {
  const last = businesses.pop();
  if (last !== undefined) businesses.push({ ...last, forms: [...last.forms, form] });
}

function attributesOf(text: string, node: ScannedNode): ReadAttribute {
  const attributes = readAttributes(text, node.at);
  return (name) => attributes.find((attribute) => isNamed(attribute.name, name))?.value.trim() ?? '';
}

function isNamed(text: string, name: string): boolean {
  return text.toUpperCase() === name.toUpperCase();
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function toCount(text: string): number | null {
  return /^\d{1,6}$/.test(text) && Number(text) > 0 ? Number(text) : null;
}
