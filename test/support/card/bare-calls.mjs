import { createRequire } from 'node:module';

// The same work as a use of the bridge, by hand and in one process: Init, guard, VerifyPIN, SignData, Clear.
const [library, pin, rounds] = process.argv.slice(2);
const { DataType, load, open } = createRequire(import.meta.url)('ffi-rs');
const { U32, U8Array } = DataType;
open({ library: 'card', path: library });

function call(funcName, ...values) {
  const paramsType = values.map((value) => (typeof value === 'number' ? U32 : U8Array));
  const code = load({ library: 'card', funcName, retType: U32, paramsType, paramsValue: values });
  if (code !== 0) throw new Error(`${funcName} = ${code}`);
}

function size(octets) {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(octets);
  return buffer;
}

const data = Buffer.alloc(2048, 'x');
const secret = Buffer.from(pin);

function sign() {
  call('SpcInitEnvEx');
  call('SpcGetCardID', Buffer.alloc(4096), size(4096));
  call('SpcVerifyPIN', secret, secret.length);
  call('SpcSignData', data, data.length, Buffer.alloc(1024), size(1024));
  call('SpcClearEnv');
}

for (let round = 0; round < 50; round += 1) sign();
const started = performance.now();
for (let round = 0; round < Number(rounds); round += 1) sign();
console.log((Number(rounds) / (performance.now() - started)) * 1000);
