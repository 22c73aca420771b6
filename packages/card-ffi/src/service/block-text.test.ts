import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK_OCTETS, BlockAssembler, crc16, needsBlocks, toBlocks } from './block-text.js';

const GUID = '01234567-89ab-cdef-0123-456789abcdef';

test('the checksum is CRC-16/Modbus', () => {
  expect(crc16(Buffer.from('123456789'))).toBe('4b37');
});

test('a message of any size and alphabet comes together again', () => {
  const piece = fc.constantFrom('报关单', 'abc', '😀', 'é');
  fc.assert(
    fc.property(piece, fc.integer({ min: 1, max: 120_000 }), (text, times) => {
      const message = text.repeat(times);
      const frames = toBlocks(message, GUID);
      const assembler = new BlockAssembler();
      const results = frames.map((frame) => assembler.push(frame));
      expect(results.slice(0, -1).every(({ kind }) => kind === 'more')).toBe(true);
      expect(results.at(-1)).toEqual({ kind: 'complete', text: message });
      expect(frames).toHaveLength(Math.max(1, frames.length));
      expect(needsBlocks(message)).toBe(frames.length > 1);
    }),
    { numRuns: 25 },
  );
});

test('a changed, repeated or left-out block is noticed', () => {
  const frames = toBlocks('x'.repeat(3 * BLOCK_OCTETS), GUID);
  const [first = '', second = '', third = ''] = frames;
  expect(new BlockAssembler().push(`${first.slice(0, -1)}y`)).toEqual({ kind: 'damaged' });
  const repeating = new BlockAssembler();
  repeating.push(first);
  repeating.push(second);
  expect(repeating.push(second)).toEqual({ kind: 'damaged' });
  const leaping = new BlockAssembler();
  leaping.push(first);
  expect(leaping.push(third)).toEqual({ kind: 'damaged' });
  expect(new BlockAssembler().push('BLOCKTXT')).toEqual({ kind: 'damaged' });
});
