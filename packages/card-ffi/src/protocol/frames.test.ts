import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FRAME_OCTETS_MAX, FrameError, FrameReader } from './frames.js';

test('values come out as they went in, however the stream was cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      (values, cuts) => {
        const stream = Buffer.concat(values.map(encodeFrame));
        const reader = new FrameReader();
        const read: unknown[] = [];
        for (let at = 0, index = 0; at < stream.length; index += 1) {
          const size = cuts[index % cuts.length] ?? 1;
          read.push(...reader.push(Buffer.from(stream.subarray(at, at + size))));
          at += size;
        }
        expect(read).toEqual(JSON.parse(JSON.stringify(values)));
      },
    ),
  );
});

test('a frame that claims more than the limit is refused before anything is kept for it', () => {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(FRAME_OCTETS_MAX + 1);
  expect(() => new FrameReader().push(header)).toThrow(FrameError);
});

test('the error over a damaged frame quotes nothing of it', () => {
  const body = Buffer.from('{"pin":"13572468"');
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  let message = '';
  try {
    new FrameReader().push(Buffer.concat([header, body]));
  } catch (reason) {
    message = `${String(reason)} ${reason instanceof Error ? String(reason.cause) : ''}`;
  }
  expect(message).toContain('not JSON');
  expect(message).not.toContain('1357');
});
