import type { FaultRecord } from '../contract/fault.js';
import type { BusinessKey } from '../domain/document.js';
import type { Unsealed } from '../domain/receipts/unsealed.js';
import type { FileIdentity } from '../ports/boxes.js';
import type { Inspection } from '../ports/jobs.js';
import type { JudgedAs, Judgement } from '../xml/judged-apart.js';

/** Where bytes lie in the buffers of an answer. */
export interface Slice {
  readonly buffer: number;
  readonly offset: number;
  readonly length: number;
}

/** Bytes cross the border of a thread in few, large buffers that change owner; nothing is copied. */
export interface WithBuffers {
  readonly buffers: readonly ArrayBuffer[];
}

/** Files to read. */
export interface InspectRequest {
  readonly business: BusinessKey;
  readonly name: string;
  readonly path: string;
  readonly identity: FileIdentity;
  /** Of a document that was judged apart. */
  readonly judgement: Judgement | null;
}

/** A file whose XML libxml2 is to judge, and how. */
export interface JudgeRequest extends Omit<InspectRequest, 'judgement'> {
  readonly as: JudgedAs;
}

export type JudgeAnswer = WithBuffers &
  (
    | { readonly outcome: 'judged'; readonly judgement: Judgement }
    | { readonly outcome: 'failed'; readonly fault: FaultRecord }
  );

/** An `Inspection` without what the asker has anyway. */
export type PackedInspection = Omit<Inspection, 'bytes' | 'identity'> & { readonly bytes: Slice };

export type PackedInspect =
  | { readonly outcome: 'accepted'; readonly inspection: PackedInspection }
  | { readonly outcome: 'incomplete' | 'rejected'; readonly fault: FaultRecord; readonly inspection: PackedInspection }
  | { readonly outcome: 'failed'; readonly fault: FaultRecord }
  | { readonly outcome: 'to-be-judged'; readonly as: JudgedAs };

export interface InspectAnswer extends WithBuffers {
  readonly results: readonly PackedInspect[];
}

export interface UnsealRequest extends WithBuffers {
  /** All bodies, one after another. */
  readonly buffers: readonly [ArrayBuffer];
  readonly lengths: readonly number[];
}

export type PackedUnsealed = Omit<Unsealed, 'receipt'> & { readonly receipt: Slice };

export interface UnsealAnswer extends WithBuffers {
  readonly results: readonly PackedUnsealed[];
}

/** The thread reads them itself: no bytes go with the task. */
export interface FilesOf<Request> extends WithBuffers {
  readonly buffers: readonly [];
  readonly requests: readonly Request[];
}

/** Every job a thread can do, by the name under which the entry exports it. */
export interface JobMap {
  readonly inspect: { readonly input: FilesOf<InspectRequest>; readonly output: InspectAnswer };
  /** One file at a time. */
  readonly judge: { readonly input: FilesOf<JudgeRequest>; readonly output: JudgeAnswer };
  readonly unseal: { readonly input: UnsealRequest; readonly output: UnsealAnswer };
}

export type JobName = keyof JobMap;
