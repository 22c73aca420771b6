export interface Keyboard extends Disposable {
  /** What Ink takes for the keyboard. */
  readonly stream: NodeJS.ReadStream;
  /** Another program has the keyboard until `resume`. */
  pause(): void;
  resume(): void;
}

/**
 * Is between Ink and the keyboard, and has it as long as it is open. Ink takes it only after the first picture is drawn: a key that
 * answered that at once would be kept back by the terminal until its line ends, and shown. And what React still has to do when its
 * components are gone may ask for it once more: a keyboard that is listened to keeps the process alive.
 */
export function openKeyboard(stdin: NodeJS.ReadStream): Keyboard {
  let isOpen = true;
  const listening: (readonly [event: string, listener: () => void])[] = [];
  const nothing = (): void => undefined;
  stdin.setRawMode(true);
  stdin.ref();
  const stream = {
    isTTY: true,
    setRawMode: nothing,
    ref: nothing,
    unref: nothing,
    setEncoding: (encoding: BufferEncoding) => stdin.setEncoding(encoding),
    read: () => (isOpen ? stdin.read() : null),
    addListener: (event: string, listener: () => void) => {
      if (!isOpen) return;
      listening.push([event, listener]);
      stdin.addListener(event, listener);
    },
    removeListener: (event: string, listener: () => void) => stdin.removeListener(event, listener),
  };
  return {
    stream: stream as unknown as NodeJS.ReadStream,
    pause: () => {
      for (const [event, listener] of listening) stdin.removeListener(event, listener);
      stdin.setRawMode(false);
      stdin.pause();
    },
    resume: () => {
      if (!isOpen) return;
      stdin.setRawMode(true);
      for (const [event, listener] of listening) stdin.addListener(event, listener);
      stdin.resume();
    },
    [Symbol.dispose]: () => {
      isOpen = false;
      for (const [event, listener] of listening) stdin.removeListener(event, listener);
      try {
        stdin.setRawMode(false);
      } catch {
        // The window was closed, and its terminal with it. What is left of it must not keep the process.
      }
      stdin.pause();
      stdin.unref();
    },
  };
}
