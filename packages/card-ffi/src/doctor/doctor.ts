import { expiryOf, Fault } from '@swic/core/contract';
import type { Clock } from '@swic/core/ports';
import { type Card, type CardOptions, openCard } from '../client/card.js';
import { createPinBudget } from '../pin/pin-budget.js';
import { explainCode } from '../return-codes.js';
import { connectService, type ServiceAddress } from '../service/connection.js';
import { type CardIdentity, readIdentity } from '../signers/card-identity.js';
import { type DoctorStep, type Finding, failed, ok, skipped, warning } from './findings.js';
import { inspectFiles } from './inspect-library.js';

export interface DoctorOptions {
  /** null = no library is configured. */
  readonly card: CardOptions | null;
  readonly pinStateFile: string | null;
  /** null = the service is not used. */
  readonly service: ServiceAddress | null;
}

export interface DoctorReport {
  readonly isHealthy: boolean;
  readonly findings: readonly Finding[];
}

/** Looks at everything between here and a signature, step by step. It never tries a PIN. */
export async function doctor(options: DoctorOptions, clock: Clock, signal: AbortSignal): Promise<DoctorReport> {
  const findings: Finding[] = [];
  if (options.card !== null)
    findings.push(...inspectFiles(options.card), ...(await inspectDevice(options.card, clock, signal)));
  if (options.pinStateFile !== null) findings.push(await pinFinding(options.pinStateFile, clock));
  if (options.service !== null) findings.push(await serviceFinding(options.service, clock, signal));
  return { isHealthy: findings.every(({ outcome }) => outcome !== 'failed'), findings };
}

async function inspectDevice(options: CardOptions, clock: Clock, signal: AbortSignal): Promise<readonly Finding[]> {
  await using card = openCard(options, clock);
  const host = await hostFinding(card, signal);
  if (host.outcome === 'failed')
    return [
      host,
      skipped('reader', ['未检查读卡器', 'The reader was not looked for']),
      skipped('card', ['未检查卡', 'The card was not looked for']),
    ];
  const device = await Promise.resolve(readIdentity(card, null, signal)).catch((reason: unknown) =>
    Fault.from(reason, 'signer.broken'),
  );
  if (device instanceof Fault) return [host, ...deviceFailure(device)];
  return [
    host,
    ok('reader', ['读卡器已打开', 'The reader could be opened']),
    cardFinding(device),
    certificateFinding(device, clock),
  ];
}

async function hostFinding(card: Card, signal: AbortSignal): Promise<Finding> {
  const steps = [{ name: 'SpcGetModuleVer', inputs: {}, isOptional: true }] as const;
  try {
    const { outputs } = await card.use({ pin: null, expectedCard: null, isBracketed: false, steps }, signal);
    const version = outputs[0]?.text ?? '-';
    const { host } = card.facts();
    const where = `Node ${host?.nodeVersion ?? '-'} ${host?.architecture ?? '-'}`;
    return ok('host', [
      `卡控件已载入，版本 ${version}（${where}）`,
      `The library is loaded, version ${version} (${where})`,
    ]);
  } catch (reason) {
    const fault = Fault.from(reason, 'signer.broken');
    return failed(
      'host',
      [
        `卡控件无法载入：${fault.reason ?? fault.code}`,
        `The library could not be loaded: ${fault.reason ?? fault.code}`,
      ],
      ['检查上面的位数和依赖', 'See bitness and dependencies above'],
    );
  }
}

function deviceFailure(fault: Fault): readonly Finding[] {
  const code = Number(fault.detail['code'] ?? Number.NaN);
  const explained = explainCode(code);
  const words: readonly [string, string] = [
    explained?.zh ?? fault.reason ?? fault.code,
    explained?.en ?? fault.reason ?? fault.code,
  ];
  // 50200 is about the reader, anything else comes after it was opened.
  const step: DoctorStep = code === 50_200 ? 'reader' : 'card';
  const finding = failed(step, words, [
    '插好读卡器和卡，关闭占用读卡器的其他程序后重试',
    'Connect the reader, insert the card, close other programs that use it, and try again',
  ]);
  return step === 'reader' ? [finding, skipped('card', ['未检查卡', 'The card was not looked for'])] : [finding];
}

function cardFinding(identity: CardIdentity): Finding {
  const name = [identity.cardId, identity.owner, identity.companyName].filter((one) => one !== null).join(' ');
  return ok('card', [
    `卡：${name}，${identity.algorithm ?? '算法未知'}`,
    `Card: ${name}, ${identity.algorithm ?? 'algorithm unknown'}`,
  ]);
}

function certificateFinding(identity: CardIdentity, clock: Clock): Finding {
  if (identity.validUntilMs === null)
    return warning(
      'certificate',
      ['卡未给出证书', 'The card shows no certificate'],
      ['部分卡在校验密码后才给出证书', 'Some cards show it only after the PIN'],
    );
  const { daysLeft, warning: threshold } = expiryOf(identity.validUntilMs, clock.nowMs());
  const words: readonly [string, string] = [
    `证书 ${identity.certificateNumber ?? '-'} 剩余 ${daysLeft} 天`,
    `Certificate ${identity.certificateNumber ?? '-'}: ${daysLeft} days left`,
  ];
  if (threshold === null) return ok('certificate', words);
  const advice: readonly [string, string] = [
    '尽快到制卡中心更新证书',
    'Have the certificate renewed by the card centre soon',
  ];
  return threshold === 0 ? failed('certificate', words, advice) : warning('certificate', words, advice);
}

async function pinFinding(path: string, clock: Clock): Promise<Finding> {
  const state = await createPinBudget(path, clock).state();
  if (state.kind === 'clear') return ok('pin', ['卡密码未被暂停', 'The PIN is not held']);
  const why: readonly [string, string] =
    state.reason === 'wrong'
      ? [
          `卡密码曾被拒绝：${state.words ?? state.code ?? ''}`,
          `The PIN was refused: ${state.words ?? state.code ?? ''}`,
        ]
      : ['上次校验卡密码时中断，结果未知', 'The last try of the PIN was cut off and its outcome is unknown'];
  return failed('pin', why, [
    '确认密码后运行 swic card verify-pin',
    'Make sure of the PIN, then run swic card verify-pin',
  ]);
}

async function serviceFinding(address: ServiceAddress, clock: Clock, signal: AbortSignal): Promise<Finding> {
  try {
    const connection = await connectService(address, clock, signal);
    connection[Symbol.dispose]();
    return ok('service', [`卡服务 ${address.url} 有应答`, `The card service answers at ${address.url}`]);
  } catch (reason) {
    const fault = Fault.from(reason, 'signer.absent');
    return failed(
      'service',
      [
        `卡服务 ${address.url} 无应答（${fault.reason ?? fault.code}）`,
        `The card service does not answer at ${address.url} (${fault.reason ?? fault.code})`,
      ],
      [
        '启动客户端控件 EportClient，或运行 SetAccessControl.exe -restart',
        'Start the client control EportClient, or run SetAccessControl.exe -restart',
      ],
    );
  }
}
