import type { BusinessSnapshot } from '@swic/core/contract';

/** `DEC 货物申报`; the key alone where it has no other name. */
export function nameOf({ key, nameZh, nameEn }: BusinessSnapshot, locale: 'zh' | 'en'): string {
  const name = locale === 'zh' ? nameZh : nameEn;
  return name === key || name === '' ? key : `${key} ${name}`;
}
