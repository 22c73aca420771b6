import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { openKeyboard } from './keyboard.js';

/** A terminal's keyboard that writes down what is asked of it. */
function fakeKeyboard() {
  const asked: string[] = [];
  const ask = (name: string) => (value?: unknown) =>
    void asked.push(value === undefined ? name : `${name} ${String(value)}`);
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    setEncoding: ask('encoding'),
    setRawMode: ask('raw'),
    ref: ask('ref'),
    unref: ask('unref'),
    pause: ask('pause'),
    read: () => 'x',
  });
  return { stdin: stdin as unknown as NodeJS.ReadStream, asked };
}

test('is ours from the start, and cannot be taken back into use after its end', () => {
  const { stdin, asked } = fakeKeyboard();
  const keyboard = openKeyboard(stdin);
  expect(asked).toEqual(['raw true', 'ref']);
  const heard: string[] = [];
  keyboard.stream.addListener('readable', () => heard.push(String(keyboard.stream.read())));
  stdin.emit('readable');
  keyboard[Symbol.dispose]();
  expect(asked.slice(2)).toEqual(['raw false', 'pause', 'unref']);
  // As React does that is not done yet.
  keyboard.stream.ref();
  keyboard.stream.setRawMode(true);
  keyboard.stream.addListener('readable', () => heard.push('late'));
  stdin.emit('readable');
  expect(heard).toEqual(['x']);
  expect(stdin.listenerCount('readable')).toBe(0);
  expect(asked.slice(2)).toEqual(['raw false', 'pause', 'unref']);
});

test('a terminal that is gone with its window keeps no process', () => {
  const { stdin, asked } = fakeKeyboard();
  const keyboard = openKeyboard(stdin);
  stdin.setRawMode = () => {
    throw Object.assign(new Error('setRawMode EIO'), { code: 'EIO' });
  };
  keyboard[Symbol.dispose]();
  expect(asked.slice(2)).toEqual(['pause', 'unref']);
});
