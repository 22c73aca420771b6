import { ownWords } from '../../i18n/index.js';

export const CARD_WORDS = ownWords({
  en: {
    'key.card.pin': 'enter the PIN',
    'hint.card.pin': 'PIN',
    'card.none': 'No signer: the configuration names no card and no signing device.',
    'card.kind.card': 'Card',
    'card.kind.service': 'Signing service',
    'card.kind.software': 'Key in a file',
    'card.kind.remote': 'Signing machine',
    'card.id': 'card',
    'card.certificate': 'certificate',
    'card.owner': 'owner',
    'card.algorithm': 'algorithm',
    'card.until': 'valid until',
    'card.pin': 'PIN',
    'card.pin-right': 'The PIN is right; signing goes on.',
  },
  zh: {
    'key.card.pin': '输入卡密码',
    'hint.card.pin': '卡密码',
    'card.none': '没有签名设备：配置中没有卡或加密机。',
    'card.kind.card': '卡',
    'card.kind.service': '签名服务',
    'card.kind.software': '文件密钥',
    'card.kind.remote': '远程签名机',
    'card.id': '卡号',
    'card.certificate': '证书号',
    'card.owner': '持有人',
    'card.algorithm': '算法',
    'card.until': '有效期至',
    'card.pin': '卡密码',
    'card.pin-right': '密码正确，签名继续。',
  },
});

declare module '../../i18n/index.js' {
  interface OwnWords {
    readonly card: keyof typeof CARD_WORDS.en;
  }
}
