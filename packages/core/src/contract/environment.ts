/** Which of the platform's two worlds a configuration is for [manual]. */
export type Environment = 'production' | 'test';

/** Addresses and names by environment [manual 2019: 运行环境地址, 联调测试环境地址]. */
export const ENVIRONMENTS = {
  production: { portal: 'www.singlewindow.cn', zh: '正式环境', en: 'production' },
  test: { portal: 'test.singlewindow.cn', zh: '联调测试环境', en: 'TEST ENVIRONMENT' },
} as const satisfies Record<Environment, { readonly portal: string; readonly zh: string; readonly en: string }>;

/** Impossible to overlook where it is the test environment; nothing where all is as it usually is. */
export function environmentMark(environment: Environment, locale: 'zh' | 'en'): string {
  return environment === 'test' ? `【${ENVIRONMENTS.test[locale]}】` : '';
}
