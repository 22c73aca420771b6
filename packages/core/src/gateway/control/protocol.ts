import { NotificationType, RequestType } from 'vscode-jsonrpc/node';
import type { CommandMap, CommandName } from '../../contract/commands.js';
import type { FaultRecord } from '../../contract/fault.js';
import type { NotificationMap } from '../../contract/notifications.js';

/** JSON-RPC 2.0 with Content-Length frames. Every request is a command of CommandMap; `hello` comes first. */
export const HELLO = 'hello';

export interface Hello {
  readonly protocol: number;
  readonly version: string;
}

/** What a failed command carries in `error.data`. */
export interface ErrorData {
  readonly fault: FaultRecord;
}

/** Application error code for every fault; the fault itself is in the data. JSON-RPC leaves this range to us. */
export const FAULT_ERROR_CODE = -32_000;

export function requestOf<Name extends CommandName>(
  name: Name,
): RequestType<{ readonly params: CommandMap[Name]['params'] }, CommandMap[Name]['result'], ErrorData> {
  return new RequestType(name);
}

export function notificationOf<Name extends keyof NotificationMap>(
  name: Name,
): NotificationType<NotificationMap[Name]> {
  return new NotificationType(name);
}

export const helloRequest = new RequestType<Hello, Hello, ErrorData>(HELLO);
