/**
 * As much of the npm package `ibmmq` as this adapter uses. Written here and not imported, because the package is optional: swic
 * must build where it could not be installed. Only the synchronous calls are used; what that means is in entry.ts.
 */
export interface Mqi {
  readonly MQC: MqConstants;
  readonly MQCD: new () => MqChannel;
  readonly MQCNO: new () => MqConnectOptions;
  readonly MQCSP: new () => { UserId: string; Password: string };
  readonly MQSCO: new () => { KeyRepository: string; CertificateLabel: string | null };
  readonly MQOD: new () => { ObjectName: string; ObjectType: number };
  readonly MQMD: new () => MqDescriptor;
  readonly MQPMO: new () => { Options: number };
  readonly MQGMO: new () => { Options: number; WaitInterval: number; MatchOptions: number };
  readonly MQAttr: new (selector: number) => { readonly value: unknown };
  ConnxSync(queueManager: string, options: MqConnectOptions): HConn;
  DiscSync(connection: HConn): void;
  /** Has no form that returns; the callback is called before it does. */
  OpenSync(
    connection: HConn,
    object: { ObjectName: string },
    options: number,
    callback: (error: Error | null, object: HObj) => void,
  ): void;
  CloseSync(object: HObj, options: number): void;
  PutSync(object: HObj, descriptor: MqDescriptor, options: { Options: number }, body: Buffer): void;
  Put1Sync(
    connection: HConn,
    object: { ObjectName: string },
    descriptor: MqDescriptor,
    options: { Options: number },
    body: Buffer,
  ): void;
  /** With a callback a warning comes together with the length of the message; it is called before GetSync returns. */
  GetSync(
    object: HObj,
    descriptor: MqDescriptor,
    options: object,
    buffer: Buffer,
    callback: (error: Error | null, length: number) => void,
  ): void;
  Inq(object: HObj, attributes: readonly object[]): void;
  Cmit(connection: HConn): void;
  Back(connection: HConn): void;
}

/** Handles are the package's own objects; no code of ours looks into them. */
export type HConn = object & { readonly __hconn?: never };
export type HObj = object & { readonly __hobj?: never };

export interface MqChannel {
  ChannelName: string;
  ConnectionName: string;
  MaxMsgLength: number;
  HeartbeatInterval: number;
  SSLCipherSpec: string | null;
  CertificateLabel: string | null;
}

export interface MqConnectOptions {
  Options: number;
  ClientConn: MqChannel;
  SSLConfig: object | null;
  SecurityParms: object | null;
  ApplName: string;
}

export interface MqDescriptor {
  Format: string;
  CodedCharSetId: number;
  Persistence: number;
  Feedback: number;
  MsgId: Buffer;
  CorrelId: Buffer;
  readonly BackoutCount: number;
}

/** The constants in use; their values are those of IBM's header. */
export type MqConstants = Readonly<
  Record<
    | 'MQCNO_CLIENT_BINDING'
    | 'MQCNO_HANDLE_SHARE_BLOCK'
    | 'MQCNO_RECONNECT_DISABLED'
    | 'MQOT_Q'
    | 'MQCO_NONE'
    | 'MQOO_OUTPUT'
    | 'MQOO_INPUT_SHARED'
    | 'MQOO_INQUIRE'
    | 'MQOO_FAIL_IF_QUIESCING'
    | 'MQPER_PERSISTENT'
    | 'MQFB_NONE'
    | 'MQFB_APPL_FIRST'
    | 'MQPMO_SYNCPOINT'
    | 'MQPMO_FAIL_IF_QUIESCING'
    | 'MQGMO_SYNCPOINT'
    | 'MQGMO_NO_PROPERTIES'
    | 'MQGMO_WAIT'
    | 'MQGMO_FAIL_IF_QUIESCING'
    | 'MQMO_MATCH_MSG_ID'
    | 'MQMO_MATCH_CORREL_ID'
    | 'MQMO_NONE'
    | 'MQIA_CURRENT_Q_DEPTH'
    | 'MQIA_MAX_Q_DEPTH'
    | 'MQIA_MAX_MSG_LENGTH'
    | 'MQCA_BACKOUT_REQ_Q_NAME',
    number
  >
> & { readonly MQFMT_NONE: string };

/** The reason codes that this side decides by itself. */
export const RC = {
  BACKED_OUT: 2003,
  NO_MSG_AVAILABLE: 2033,
  NOT_AUTHORIZED: 2035,
  Q_DELETED: 2052,
  TRUNCATED_MSG_FAILED: 2080,
} as const;
