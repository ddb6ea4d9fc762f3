import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, zstdCompressSync } from 'node:zlib';
import { FromageError } from '../model/error.ts';
import { unpackZstd } from './zstd.ts';

/** The same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
}

function sample(size: number, kind: 'text' | 'noise' | 'few' | 'same' | 'lines'): Uint8Array {
  const next = numbers(size + kind.length);
  const words = Array.from({ length: 300 }, () =>
    Array.from({ length: 2 + next() * 9 }, () => 'etaoinshrdlu'[Math.floor(next() * 12)]).join(''),
  );
  if (kind === 'lines') {
    const lines = Array.from(
      { length: size / 60 + 1 },
      (_, at) => `{"kind":"path","path":"/usr/lib/${words[at % 300]}/${at}","mode":"0644"}\n`,
    );
    return new TextEncoder().encode(lines.join('').slice(0, size));
  }
  if (kind === 'text')
    return new TextEncoder().encode(
      Array.from({ length: size / 5 + 1 }, () => words[Math.floor(next() ** 2 * 300)])
        .join(' ')
        .slice(0, size),
    );
  return Uint8Array.from({ length: size }, () => (kind === 'same' ? 65 : Math.floor(next() ** (kind === 'few' ? 4 : 1) * 256)));
}

function pack(bytes: Uint8Array, level: number): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: level % 2 } });
}

describe('unpackZstd', () => {
  for (const kind of ['text', 'noise', 'few', 'same', 'lines'] as const) {
    test(`what zstd packed, of all sizes and levels: ${kind}`, () => {
      for (const size of [0, 1, 5, 63, 300, 1500, 20_000, 150_000]) {
        for (const level of [-5, 3, 19]) {
          const bytes = sample(size, kind);
          assert.ok(Buffer.from(unpackZstd(pack(bytes, level), size)).equals(bytes), `${size} bytes, level ${level}`);
        }
      }
    });
  }

  test('many frames, and frames to be skipped', () => {
    const [a, b] = [sample(3000, 'text'), sample(2000, 'lines')];
    const skipped = Uint8Array.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
    const bytes = new Uint8Array(Buffer.concat([skipped, pack(a, 3), skipped, pack(b, 3)]));
    assert.ok(Buffer.from(unpackZstd(bytes, 5000)).equals(Buffer.concat([a, b])));
  });

  test('what unpacks to more than may be is too large, also where little is packed', () => {
    assert.throws(() => unpackZstd(pack(sample(400_000, 'same'), 3), 399_999), { code: 'too-large' });
  });

  test('what is cut or damaged is an error of ours, or is not seen', () => {
    const good = pack(sample(4000, 'text'), 19);
    for (let length = 1; length < good.length; length += 1)
      assert.throws(() => unpackZstd(good.slice(0, length), 10_000), FromageError.is, `cut at ${length}`);
    for (let at = 0; at < good.length; at += 1) {
      for (const flip of [1, 0xf0]) {
        const bad = Uint8Array.from(good);
        bad[at] = (bad[at] ?? 0) ^ flip;
        try {
          unpackZstd(bad, 100_000);
        } catch (error) {
          assert.ok(FromageError.is(error), `byte ${at}: ${String(error)}`);
        }
      }
    }
    assert.throws(() => unpackZstd(new TextEncoder().encode('no zstd at all'), 100), { code: 'malformed' });
  });
});
