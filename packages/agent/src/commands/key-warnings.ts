import { type ConfigWarning, nearestWord } from '@swic/core';

type Keys = Readonly<Record<string, readonly string[]>>;

/** What is wrong with `dashboard.keys`: the dashboard would not open. Its names are the dashboard's own, which is loaded for them. */
export async function keyWarnings(keys: Keys): Promise<readonly ConfigWarning[]> {
  if (Object.keys(keys).length === 0) return [];
  const { KEYS, keyProblems } = await import('@swic/tui');
  const actions = KEYS.map(({ id }) => id);
  return keyProblems(keys).map((problem): ConfigWarning => {
    if ('unknown' in problem) return unknownAction(problem.unknown, actions);
    if ('action' in problem) {
      const { action, key, known } = problem;
      return error(
        action,
        `没有按键 ${key}：一个字符、ctrl+字母，或 ${known}`,
        `there is no key ${key}: one character, ctrl+ and a letter, or ${known}`,
      );
    }
    const { key, actions: both } = problem;
    return error(
      '',
      `按键 ${key} 在同一视图中有多个含义：${both}`,
      `the key ${key} means more than one thing in a view: ${both}`,
    );
  });
}

function unknownAction(action: string, actions: readonly string[]): ConfigWarning {
  const near = nearestWord(action, actions);
  return error(
    action,
    `没有操作 ${action}${near === null ? '' : `，是否为 ${near}`}；名称见 docs/keys.md`,
    `there is no action ${action}${near === null ? '' : `; is it ${near}?`} The names are in docs/keys.md`,
  );
}

function error(action: string, zh: string, en: string): ConfigWarning {
  return { level: 'error', path: action === '' ? 'dashboard.keys' : `dashboard.keys.${action}`, zh, en };
}
