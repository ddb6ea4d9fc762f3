import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { FromageError } from '../model/error.ts';
import { chunked, gather } from '../testing/streams.ts';
import { nodeInflate, streamInflate } from './inflate.ts';

function hasCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof FromageError && error.code === code;
}

const PARTS = ['first', 'second '.repeat(50_000), '', 'third'];
const PLAIN = new TextEncoder().encode(PARTS.join(''));
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5]);
const SIZES = [1, 13, 4096, 1 << 20];

const FILES = {
  gzip: Buffer.concat(PARTS.map((part) => gzipSync(part))),
  zstd: Buffer.concat([SKIPPABLE, ...PARTS.flatMap((part) => [zstdCompressSync(part), SKIPPABLE])]),
} as const;

const WAYS = { sync: nodeInflate, stream: streamInflate } as const;
const CASES = (['gzip', 'zstd'] as const).flatMap((format) => (['sync', 'stream'] as const).map((way) => ({ format, way })));

for (const { format, way } of CASES) {
  const inflate = WAYS[way][format];
  describe(`${format}, ${way}`, () => {
    const bytes = new Uint8Array(FILES[format]);

    test('all members or frames come out, whatever the chunks are', async () => {
      for (const size of SIZES) assert.deepEqual(await gather(inflate(chunked(bytes, size))), PLAIN, `chunks of ${size}`);
    });

    test('what is cut within a member or frame is truncated', async () => {
      const whole = new Uint8Array(format === 'gzip' ? gzipSync('some words') : zstdCompressSync('some words'));
      for (let cut = 0; cut < whole.length; cut += 1) {
        await assert.rejects(gather(inflate(chunked(whole.subarray(0, cut), 5))), hasCode('truncated'), `at ${cut}`);
        if (cut === 0) continue;
        const second = Buffer.concat([whole, whole.subarray(0, cut)]);
        await assert.rejects(gather(inflate(chunked(second))), hasCode('truncated'), `second at ${cut}`);
      }
    });

    test('what is damaged is malformed', async () => {
      const damaged = new Uint8Array(format === 'gzip' ? gzipSync(PLAIN) : zstdCompressSync(PLAIN));
      damaged.fill(0x77, 20, 40);
      await assert.rejects(gather(inflate(chunked(damaged))), hasCode('malformed'));
      await assert.rejects(gather(inflate(chunked(PLAIN))), hasCode('malformed'));
    });

    test('an error of what is read comes through, and the source is closed', async () => {
      let closed = false;
      async function* failing() {
        try {
          yield bytes.slice(0, 20);
          throw new FromageError('unreachable', 'cut off');
        } finally {
          closed = true;
        }
      }
      await assert.rejects(gather(inflate(failing())), hasCode('unreachable'));
      assert.equal(closed, true);
    });

    test('one who stops early closes the source', async () => {
      let closed = false;
      async function* endless() {
        try {
          for (;;) yield bytes.slice();
        } finally {
          closed = true;
        }
      }
      for await (const chunk of inflate(endless())) {
        assert.ok(chunk.length > 0);
        break;
      }
      assert.equal(closed, true);
    });
  });
}

for (const [way, inflate] of Object.entries(WAYS)) {
  test(`${way}: zeros after the last gzip member are read to their end and give nothing`, async () => {
    let last = false;
    async function* padded() {
      yield new Uint8Array(gzipSync('x'));
      for (let i = 0; i < 5; i += 1) yield new Uint8Array(1000);
      last = true;
    }
    assert.deepEqual(await gather(inflate.gzip(padded())), new TextEncoder().encode('x'));
    assert.equal(last, true);
  });

  test(`${way}: garbage after the last gzip member is malformed`, async () => {
    const bytes = Buffer.concat([gzipSync('x'), Buffer.from('garbage')]);
    await assert.rejects(gather(inflate.gzip(chunked(bytes))), hasCode('malformed'));
  });

  test(`${way}: a bomb comes out in pieces, so that it can be stopped`, async () => {
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
    let count = 0;
    for await (const chunk of inflate.gzip(chunked(bomb))) {
      assert.ok(chunk.length <= 256 * 1024);
      count += chunk.length;
      if (count > 1_000_000) break;
    }
    assert.ok(count < 2_000_000);
  });
}
