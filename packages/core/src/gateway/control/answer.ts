import { type MessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import { CONTROL_PROTOCOL, type CommandName } from '../../contract/commands.js';
import { Fault } from '../../contract/fault.js';
import type { Conversation } from './conversation.js';
import { type ErrorData, FAULT_ERROR_CODE, type Hello, helloRequest } from './protocol.js';

/** What is answered over one connection. */
export interface Answering {
  readonly connection: MessageConnection;
  readonly conversation: Conversation;
  readonly names: readonly CommandName[];
  readonly version: string;
}

/** Answers `hello` and these commands, whatever carries the messages. The connection listens afterwards. */
export function answerOver({ connection, conversation, names, version }: Answering): void {
  connection.onRequest(helloRequest, ({ protocol }) => hello(version, protocol));
  for (const name of names) handle(connection, conversation, name);
}

function hello(version: string, protocol: number): Hello {
  if (protocol !== CONTROL_PROTOCOL) throw toResponse(otherProtocol(version, protocol));
  return { protocol: CONTROL_PROTOCOL, version };
}

/** In the agent's words: what asks may be too old to have any. */
function otherProtocol(version: string, theirs: number): Fault {
  const ours = CONTROL_PROTOCOL;
  return new Fault('control.protocol', {
    ours,
    theirs,
    zh: `后台进程（swic ${version}）的控制协议版本为 ${ours}，本命令为 ${theirs}：${theirs > ours ? '用新程序重新启动后台进程' : `请用 swic ${version} 的命令`}`,
    en: `the agent (swic ${version}) speaks control protocol ${ours}, this command ${theirs}: ${theirs > ours ? 'restart the agent with the newer program' : `use the command of swic ${version}`}`,
  });
}

function handle(connection: MessageConnection, conversation: Conversation, name: CommandName): void {
  connection.onRequest(name, async ({ params }: { readonly params: never }) => {
    try {
      return await conversation.call(name, params);
    } catch (reason) {
      throw toResponse(Fault.from(reason, 'command.failed'));
    }
  });
}

function toResponse(fault: Fault): ResponseError<ErrorData> {
  return new ResponseError(FAULT_ERROR_CODE, fault.message, { fault: fault.toRecord() });
}
