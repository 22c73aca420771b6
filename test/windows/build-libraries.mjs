import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, KINDS, PROOF, REPOSITORY } from './places.mjs';

const SIMULATOR = join(REPOSITORY, 'test/support/card/simulator');
/** OpenSSL's names; node.exe exports them, so the simulated library borrows the crypto of the process that loads it. */
const OPENSSL = /^(EVP|BIO|PEM|X509|d2i|i2d|ECDSA|BN|RAND|ASN1|OPENSSL|CRYPTO|RSA)_/;

/** Under Wine 8 there is no bcryptprimitives.dll, which the addon's runtime library wants for random numbers. */
const RANDOM_SHIM = `#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(unsigned char *data, size_t size) { return RtlGenRandom(data, (ULONG)size); }
`;

/**
 * The simulated card as DLLs: 64-bit; 32-bit with stdcall and plain names; 32-bit with the decorated names that
 * compilers give stdcall functions.
 */
export function buildLibraries() {
  const include = copyOpensslHeaders();
  for (const [name, { compiler }] of Object.entries(KINDS)) {
    const objects = compile(name, compiler, include);
    const nodeLibrary = importLibrary(name, compiler, objects);
    link(compiler, join(PROOF, 'library', name), [...objects, nodeLibrary, '-Wl,--kill-at']);
    if (name === 'ia32') link(compiler, join(PROOF, 'library', 'ia32-decorated'), [...objects, nodeLibrary]);
    buildShim(name, compiler);
  }
}

function copyOpensslHeaders() {
  const target = join(CACHE, 'include/openssl');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  // Debian keeps the headers that depend on the processor apart; what they say of sizes holds for Windows as well.
  for (const source of ['/usr/include/openssl', '/usr/include/x86_64-linux-gnu/openssl']) {
    if (existsSync(source)) cpSync(source, target, { recursive: true });
  }
  return join(CACHE, 'include');
}

function compile(name, compiler, include) {
  const directory = join(CACHE, `objects-${name}`);
  mkdirSync(directory, { recursive: true });
  const sources = readdirSync(SIMULATOR).filter((file) => file.endsWith('.c'));
  return sources.map((file) => {
    const object = join(directory, file.replace(/c$/, 'o'));
    execFileSync(`${compiler}-gcc`, ['-O1', '-Wall', '-I', include, '-c', join(SIMULATOR, file), '-o', object], {
      stdio: 'inherit',
    });
    return object;
  });
}

function importLibrary(name, compiler, objects) {
  const listing = execFileSync(`${compiler}-nm`, ['-u', ...objects], { encoding: 'utf8' });
  const names = [...listing.matchAll(/ U (\S+)/g)].map(([, symbol]) =>
    name === 'ia32' ? symbol.replace(/^_/, '') : symbol,
  );
  const wanted = [...new Set(names.filter((symbol) => OPENSSL.test(symbol)))];
  const definition = join(CACHE, `node-${name}.def`);
  writeFileSync(definition, ['LIBRARY node.exe', 'EXPORTS', ...wanted, ''].join('\n'));
  const library = join(CACHE, `libnode-${name}.a`);
  execFileSync(`${compiler}-dlltool`, ['-d', definition, '-l', library]);
  return library;
}

function link(compiler, directory, parts) {
  mkdirSync(directory, { recursive: true });
  execFileSync(`${compiler}-gcc`, ['-shared', '-static-libgcc', '-o', join(directory, 'SPSecureAPI.dll'), ...parts], {
    stdio: 'inherit',
  });
}

function buildShim(name, compiler) {
  const source = join(CACHE, 'random-shim.c');
  writeFileSync(source, RANDOM_SHIM);
  const directory = join(PROOF, 'shim', name);
  mkdirSync(directory, { recursive: true });
  execFileSync(
    `${compiler}-gcc`,
    ['-shared', '-static-libgcc', '-Wl,--kill-at', '-o', join(directory, 'bcryptprimitives.dll'), source, '-ladvapi32'],
    { stdio: 'inherit' },
  );
}
