import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../cli/program.js';

const PAGE =
  '传输设置\n主机\t127.0.0.1\n端口：1\n虚拟主机：/sw\n用户名 DXPESW0000000001\n密码：t0p5ecret\n发送队列：SW.SEND.9\n生效日期：2026-11-23\n';

let directory = '';
let said = '';

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'swic-paste-'));
  writeFileSync(
    path.join(directory, 'swic.yaml'),
    '# ours\nclientId: DXPESW0000000001\nlocale: zh\ntransport: { kind: embedded }\nbusinesses: { DEC: {} }\n',
  );
  writeFileSync(path.join(directory, 'page.txt'), PAGE);
  const listen = (text: unknown): boolean => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
  vi.stubEnv('SWIC_SECRETS_FILE', path.join(directory, 'secrets.json'));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

async function paste(...more: readonly string[]): Promise<number> {
  said = '';
  const words = ['transport', 'paste', '--file', path.join(directory, 'page.txt'), ...more];
  return runProgram([process.execPath, 'swic', ...words, '--config', path.join(directory, 'swic.yaml')]);
}

const text = (): string => readFileSync(path.join(directory, 'swic.yaml'), 'utf8');

test('a page whose connection does not work is shown and not written, unless that is wanted', async () => {
  const before = text();
  expect(await paste()).toBe(69);
  expect(text()).toBe(before);
  expect(said).toMatch(/已识别（rabbitmq）[\s\S]*transport\.host\s+127\.0\.0\.1[\s\S]*未识别[\s\S]*生效日期/);
  expect(await paste('--force')).toBe(69);
  expect(text()).toContain('SW.SEND.9');
  expect(text()).toContain('keyring: mq-DXPESW0000000001');
  expect(text()).toContain('# 传输设置: 生效日期：2026-11-23');
  expect(text()).toMatch(/^# ours/);
  expect(`${said}${text()}`).not.toContain('t0p5ecret');
});
