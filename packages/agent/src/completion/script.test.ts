import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { listenToProgram } from '../../../../test/support/spoken.js';

const program = listenToProgram('transport: { kind: embedded }\nbusinesses: { DEC: {} }\n');
const HAS_BASH = process.platform !== 'win32';

test.runIf(HAS_BASH)('bash completes also where the package bash-completion is not there', async () => {
  // The library prints its script by itself.
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(String(text)));
  expect(await program.run(['completion', 'bash'])).toBe(0);
  // The command itself is a function here: what is tested is that the words that are typed get to it.
  const asked = `
    swic() { printf '%s\\n' "status	about" ":4"; echo "$@" >&2; }
    COMP_WORDS=(swic sta); COMP_CWORD=1
    ${program.said()}
    ${printed.join('\n')}
    compopt() { :; }
    __swic_complete
    echo "offered: \${COMPREPLY[*]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '--noprofile'], { input: asked, encoding: 'utf8' });
  expect(stderr).not.toContain('command not found');
  expect(stdout).toContain('offered: status');
});
