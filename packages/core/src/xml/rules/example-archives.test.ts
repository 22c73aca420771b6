import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { exampleBytes, exampleFiles, outlineOf } from '../../../../../test/support/example-files.js';

/** Names and contents of one of our own archives, all of them deflated and named in UTF-8. */
async function unpack(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = exampleBytes(path);
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true });
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    files.set(
      entry.fileNameRaw.toString('utf8'),
      inflateRawSync(bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize)),
    );
  }
  return files;
}

test('the declaration with attachments holds what is beside it unpacked, and names its attachments', async () => {
  const files = await unpack('documents/DEC/进口报关单_随附单据_示例.zip');
  const sources = exampleFiles('documents/DEC/zip-source', '');
  expect([...files.keys()].sort()).toEqual([...sources].sort());
  for (const [name, content] of files)
    expect(content.equals(exampleBytes(`documents/DEC/zip-source/${name}`))).toBe(true);
  const document = outlineOf(files.get('进口报关单_随附单据_示例.xml') ?? Buffer.alloc(0));
  const named = document.texts
    .filter(({ path }) => path === 'DecMessage/EdocRealation/EdocCopId')
    .map(({ text }) => text);
  expect(named.sort()).toEqual([...files.keys()].filter((name) => name.endsWith('.pdf')).sort());
});

test('the inventory list is packed under its own base name', async () => {
  expect([...(await unpack('documents/SAS/核注清单_压缩_示例.zip')).keys()]).toEqual(['核注清单_压缩_示例.xml']);
});

test('the broken archives are broken as they say', async () => {
  expect([...(await unpack('broken/DEC/两个报文.zip')).keys()]).toEqual(['a.xml', 'b.xml']);
  expect([...(await unpack('broken/DEC/缺少附件.zip')).keys()]).not.toContain('装箱单.pdf');
  expect([...(await unpack('broken/DEC/路径越界.zip')).keys()]).toContain('../outside.pdf');
});
