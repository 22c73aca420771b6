import type { ConfigWarning } from '../../config/config-warning.js';
import type { LoadedConfig } from '../../config/load.js';
import { isPlainAndRemote } from '../../transports/registry.js';

/** What the agent says at each start of a way to another machine that is not encrypted; also of a configuration that is only read. */
export async function plainWarnings({ config: { transport } }: LoadedConfig): Promise<readonly ConfigWarning[]> {
  if (!(await isPlainAndRemote(transport))) return [];
  return [
    {
      level: 'warning',
      path: 'transport.tls',
      zh: '与远程消息服务器的连接没有启用 TLS，密码和单据可能在途中被读取',
      en: 'the connection to a remote broker has no TLS: the password and the documents can be read on the way',
    },
  ];
}
