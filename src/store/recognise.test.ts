import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildImage, testPorts, writeDockerArchive } from '../testing/index.ts';
import { memoryFiles } from '../testing/memory-files.ts';
import { openImage } from './open-image.ts';
import { recogniseQuickly } from './recognise.ts';

const IMAGE = writeDockerArchive([{ image: buildImage({ layers: [{ files: 'a: b' }] }), names: ['a:1'] }], { form: 'old' });

test('a file is told by its first bytes, and a Dockerfile by its name or first instruction', async () => {
  const cases: readonly (readonly [path: string, content: string | Uint8Array, kind: string])[] = [
    ['/x', IMAGE, 'archive'],
    ['/x.Dockerfile.txt', gzipSync('anything'), 'archive'],
    ['/Dockerfile', 'anything', 'dockerfile'],
    ['/Dockerfile.dev', '', 'dockerfile'],
    ['/a.containerfile', 'x', 'dockerfile'],
    ['/x', '# a comment\n\nFROM debian', 'dockerfile'],
    ['/x', 'ARG VERSION=1\nFROM debian:$VERSION', 'dockerfile'],
    ['/x', 'FROM --platform=linux/amd64 debian:12 AS base', 'dockerfile'],
    ['/x', 'FROM \\\n  debian', 'dockerfile'],
    ['/x', 'from pathlib import Path', 'unknown'],
    ['/x', 'hello', 'unknown'],
    ['/Dockerfile', 'FROM a\0b', 'unknown'],
    ['/x', '', 'unknown'],
  ];
  for (const [path, content, kind] of cases)
    assert.equal(await recogniseQuickly(path, memoryFiles({ [path]: content })), kind, `${path} ${kind}`);
});

test('a folder is told by what lies in it', async () => {
  const cases: readonly (readonly [names: readonly string[], kind: string])[] = [
    [['oci-layout', 'index.json'], 'oci'],
    [['index.json', 'blobs/sha256/a'], 'oci'],
    [['Dockerfile', 'etc/x'], 'dockerfile'],
    [['usr/bin/sh', 'etc/passwd'], 'dir'],
    [['etc/passwd'], 'dir'],
    [['etc/x', '.git/HEAD'], 'unknown'],
    [['index.json', 'package.json'], 'unknown'],
  ];
  for (const [names, kind] of cases) {
    const files = memoryFiles(Object.fromEntries(names.map((name) => [`/f/${name}`, 'x'])));
    assert.equal(await recogniseQuickly('/f', files), kind, names.join());
  }
});

test('an image that comes through a pipe given as a path is read once', { skip: process.platform === 'win32' }, async () => {
  const ports = await testPorts();
  await writeFile(ports.path('image.tar'), IMAGE);
  execFileSync('mkfifo', [ports.path('pipe')]);
  const writer = spawn('sh', ['-c', `cat '${ports.path('image.tar')}' > '${ports.path('pipe')}'`]);
  const settings = { platform: null, offline: true, tlsVerify: null, plainHttp: false, credentials: null };
  const image = await openImage(ports.path('pipe'), settings, ports);
  assert.equal(image.reference, 'docker.io/library/a:1');
  await image.close();
  writer.kill();
  await ports.close();
});
