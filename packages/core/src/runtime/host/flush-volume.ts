import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * Local file systems of Linux, by the numbers that statfs gives them: ext, xfs, btrfs, f2fs. A network drive keeps promises to a file
 * that it does not keep to a volume.
 */
const LOCAL_TYPES: ReadonlySet<number> = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010]);

/** A directory a line, and a line for each. It ends with us, however we end: then there is nothing more to read. */
const PROGRAM = 'while IFS= read -r directory; do if sync -f "$directory"; then echo y; else echo n; fi; done';

/**
 * Brings everything that was written to the volume of this directory to disk, whichever program wrote it: syncfs(2), which Node does
 * not have, by coreutils' `sync -f`. False = that cannot be done here, or did not succeed, and nothing may be concluded from it.
 */
export async function flushVolume(directory: string): Promise<boolean> {
  if (process.platform !== 'linux' || directory.includes('\n')) return false;
  try {
    const { type } = await statfs(directory);
    return LOCAL_TYPES.has(type) && (await theHelper().ask(directory));
  } catch {
    // The directory is away: who goes on file by file is told of it.
    return false;
  }
}

/** One for the process. A process of our size takes a tenth of a second to start another one (measured), so it is kept. */
let helper: Helper | null = null;

function theHelper(): Helper {
  helper ??= new Helper();
  return helper;
}

class Helper {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  /** In the order of the questions, which is that of the answers. */
  readonly #waiting: ((isDone: boolean) => void)[] = [];
  #isOver = false;

  constructor() {
    const { PATH } = process.env;
    this.#child = spawn('/bin/sh', ['-c', PROGRAM], {
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd: '/',
      env: PATH === undefined ? {} : { PATH },
    });
    // It keeps no process alive that is done, but for a question that waits.
    this.#child.unref();
    handle(this.#child.stdin).unref();
    handle(this.#child.stdout).unref();
    this.#child.on('error', () => this.#end());
    this.#child.on('exit', () => this.#end());
    this.#child.stdin.on('error', () => this.#end());
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#answer(line === 'y'));
  }

  ask(directory: string): Promise<boolean> {
    if (this.#isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      handle(this.#child.stdout).ref();
      this.#child.stdin.write(`${directory}\n`);
    });
  }

  #answer(isDone: boolean): void {
    this.#waiting.shift()?.(isDone);
    if (this.#waiting.length === 0) handle(this.#child.stdout).unref();
  }

  /** It is not started again: where there is no shell, or it is killed, files are flushed one by one as anywhere else. */
  #end(): void {
    this.#isOver = true;
    while (this.#waiting.length > 0) this.#answer(false);
  }
}

/** The pipes of a child are sockets, which its types do not say. */
function handle(pipe: Readable | Writable): Pick<Socket, 'ref' | 'unref'> {
  return pipe as Socket;
}
