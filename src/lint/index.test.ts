/** The door for other programs, in a browser too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { fix, lint } from './index.ts';

const TEXT = 'FROM debian:latest\nUSER 1000\n# fromage ignore=no-sudo\nRUN make\n';

test('a text in, diagnostics or a text out', () => {
  assert.ok(lint(TEXT).some(({ rule }) => rule === 'no-latest-tag'));
  assert.ok(!lint(TEXT, { ignored: ['DL3007'] }).some(({ rule }) => rule === 'no-latest-tag'));
  const { text, fixes, diagnostics } = fix(TEXT, { unusedIgnores: true });
  assert.deepEqual([text.includes('ignore'), fixes > 0, diagnostics.some(({ rule }) => rule === 'unused-ignore')], [false, true, false]);
});

test('nothing of Node is needed', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'door',
    logLevel: 'silent',
  });
  assert.ok(Object.keys(metafile.inputs).length > 50);
  const found: unknown = runInNewContext(`${outputFiles[0]?.text}; JSON.stringify(door.lint(text))`, {
    text: TEXT,
    TextEncoder,
    TextDecoder,
  });
  assert.deepEqual(JSON.parse(String(found)), JSON.parse(JSON.stringify(lint(TEXT))));
});
