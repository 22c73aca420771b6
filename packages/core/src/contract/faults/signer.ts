import { row } from './row.js';

/** Faults of the signer: card, service, HSM. */
export const SIGNER_FAULTS = {
  'signer.absent': row(
    'hold',
    69,
    ['未检测到卡或加密机', '插入卡；恢复后自动继续'],
    ['No card or signing device is present', 'Insert the card; work resumes by itself'],
  ),
  'signer.busy': row('retry', 69, ['卡正被占用', '会自动重试'], ['The card is busy', 'It is tried again by itself']),
  'signer.refused': row(
    'reject',
    1,
    ['卡拒绝签名', '按卡的提示处理'],
    ['The card refused to sign', "Follow the card's own words"],
  ),
  'signer.no-place': row(
    'reject',
    1,
    ['单据中没有可填写签名的元素', '在单据中加入该元素（可为空），或检查该业务的 sign 配置'],
    [
      'The document lacks the element that holds its signature',
      'Add the element (it may be empty), or check the setting sign of this business',
    ],
  ),
  'signer.signature-too-long': row(
    'hold',
    69,
    [
      '签名比单据中的签名字段长，该业务的单据都无法用此密钥签名',
      '换用签名较短的卡或密钥（SM2 或 RSA-1024）后自动继续；若平台接受更长的签名，请在该业务的 sign 中设置 lengthMax',
    ],
    [
      'The signature is longer than its field, so no document of this business can be signed with this key',
      'Use a card or key with shorter signatures (SM2 or RSA-1024), and work resumes by itself; if the platform takes longer ones, set lengthMax under sign of this business',
    ],
  ),
  'signer.pin-wrong': row(
    'hold',
    77,
    ['卡密码错误，已停止尝试以免锁卡', '确认密码后运行 swic card verify-pin'],
    [
      'The PIN is wrong; no further attempt is made so that the card is not locked',
      'Check the PIN, then run swic card verify-pin',
    ],
  ),
  'signer.held': row(
    'hold',
    69,
    ['签名已暂停', '查看原因，处理后恢复'],
    ['Signing is held', 'See the reason, then resume'],
  ),
  'signer.broken': row(
    'hold',
    69,
    ['读卡控件出错或崩溃', '已自动重启；若持续请运行 swic card doctor'],
    ['The card library failed or crashed', 'It is restarted by itself; otherwise run swic card doctor'],
  ),
  'signer.configuration': row(
    'halt',
    78,
    ['签名配置不正确', '运行 swic card doctor'],
    ['The signer is configured wrongly', 'Run swic card doctor'],
  ),
} as const;
