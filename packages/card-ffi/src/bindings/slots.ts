/**
 * How one function's values become C arguments, in the order of the C header.
 * `of` names an input or output of the function's row in functions.ts.
 */
export type Slot =
  /** const uint8_t *: the input's octets; `terminated` appends a NUL for char * parameters without a length. */
  | { readonly slot: 'pointer'; readonly of: string; readonly terminated: boolean }
  /** unsigned int: how many octets the input has. */
  | { readonly slot: 'length'; readonly of: string }
  /** unsigned int: the input itself. */
  | { readonly slot: 'value'; readonly of: string }
  /** uint8_t * or char *: room for an output, zeroed before the call. */
  | { readonly slot: 'buffer'; readonly of: string; readonly room: Room }
  /** unsigned int *: in the room, out the octets used. */
  | { readonly slot: 'used'; readonly of: string }
  /** unsigned int *: an output of 4 octets. */
  | { readonly slot: 'result32'; readonly of: string }
  /** uint64_t *: an output of 8 octets. */
  | { readonly slot: 'result64'; readonly of: string }
  /** unsigned int: always this number. */
  | { readonly slot: 'constant'; readonly value: number }
  /** A null pointer. */
  | { readonly slot: 'null' };

/** Octets of an output buffer: `fixed` + `times` x (length of the input `of`, or its value when it is a number). */
export interface Room {
  readonly fixed: number;
  readonly times: number;
  readonly of: string | null;
}

export interface FunctionBinding {
  /** The exported name; a 32-bit stdcall decoration (`Name@8`, `_Name@8`) is found by itself. */
  readonly symbol: string;
  readonly slots: readonly Slot[];
  /** What the return value is: the status (0 = done), or a char * that becomes the output named. */
  readonly returns: { readonly kind: 'status' } | { readonly kind: 'text'; readonly of: string };
}

export const RETURNS_STATUS = { kind: 'status' } as const;

export function bytesIn(of: string): readonly Slot[] {
  return [
    { slot: 'pointer', of, terminated: false },
    { slot: 'length', of },
  ];
}

export function bytesOut(of: string, room: Room): readonly Slot[] {
  return [
    { slot: 'buffer', of, room },
    { slot: 'used', of },
  ];
}

export function room(fixed: number): Room {
  return { fixed, times: 0, of: null };
}

export function roomFor(of: string, times: number, fixed: number): Room {
  return { fixed, times, of };
}
