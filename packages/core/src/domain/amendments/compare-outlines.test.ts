import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanXml } from '../../xml/scan.js';
import type { DocumentOutline } from '../receipts/outline.js';
import { compareOutlines } from './compare-outlines.js';

const outline = (xml: string): DocumentOutline => scanXml(xml, { depthMax: 50, elementsMax: 10_000 }).outline;
const compare = (before: string, after: string): readonly unknown[] =>
  compareOutlines(outline(before), outline(after)).map((one) => [one.path, one.before, one.after]);

test('a changed text is named by its path with both values', () => {
  expect(compare('<A><B>1</B><C>x</C></A>', '<A><B>2</B><C>x</C></A>')).toEqual([['A/B', '1', '2']]);
});

test('order of elements, white space and empty elements are no difference', () => {
  expect(compare('<A><B>1 2</B><C>x</C></A>', '<A>\n  <C> x </C>\n  <D/><E><F/></E><B>1\n2</B></A>')).toEqual([]);
});

test('an element that came, or went, has one value', () => {
  expect(compare('<A><B>1</B></A>', '<A><C>2</C></A>')).toEqual([
    ['A/B', '1', null],
    ['A/C', null, '2'],
  ]);
});

test('of repeated elements those that say the same belong together, then those of the same first text', () => {
  const line = (number: number, amount: string): string => `<L><No>${number}</No><Q>${amount}</Q></L>`;
  expect(
    compare(`<A>${line(1, 'a')}${line(2, 'b')}${line(3, 'c')}</A>`, `<A>${line(3, 'C')}${line(1, 'a')}</A>`),
  ).toEqual([
    ['A/L[1]/Q', 'c', 'C'],
    ['A/L[2]', '2 · b', null],
  ]);
});

test('a repeated element without a number is compared with the one at its place', () => {
  expect(compare('<A><L>x</L><L>y</L></A>', '<A><L>x</L><L>z</L></A>')).toEqual([['A/L[2]', 'y', 'z']]);
});

test('documents of another kind differ as a whole', () => {
  expect(compare('<A><B>1</B></A>', '<C><B>1</B></C>')).toEqual([['C', 'A', 'C']]);
});

interface Tree {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Tree[];
}

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('A', 'B', 'C'),
    text: fc.constantFrom('1', '2', 'x y'),
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
  }),
}));

const write = ({ name, text, children }: Tree, isReversed: boolean): string => {
  const inside = children.map((child) => write(child, isReversed));
  return `<${name}>${children.length === 0 ? text : (isReversed ? inside.reverse() : inside).join('\n')}</${name}>`;
};

test('the same document in any order has no difference, and every difference seen from the other side is one too', () => {
  fc.assert(
    fc.property(tree, tree, (one, other) => {
      const [before, after] = [write({ ...one, name: 'R' }, false), write({ ...other, name: 'R' }, false)];
      expect(compare(before, write({ ...one, name: 'R' }, true))).toEqual([]);
      expect(compare(before, after).length === 0).toBe(compare(after, before).length === 0);
    }),
  );
});
