import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readElf } from './elf.ts';
import { type ElfLinks, readElfLinks } from './elf-links.ts';
import { bytesAsFile } from './read-at.ts';

async function linksOf(bytes: Uint8Array): Promise<ElfLinks | null> {
  const file = bytesAsFile(bytes);
  const elf = await readElf(file);
  return elf === null ? null : readElfLinks(file, elf);
}

const hasReadelf = spawnSync('readelf', ['--version']).status === 0;
const FOLDERS = ['/usr/bin', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].filter((folder) => existsSync(folder));

/** Some programs and libraries of this machine. */
function samples(): readonly string[] {
  const paths = FOLDERS.flatMap((folder) => {
    const names = readdirSync(folder).toSorted();
    return names.filter((_, at) => at % Math.ceil(names.length / 60) === 0).map((name) => join(folder, name));
  });
  return paths.filter(isElf).slice(0, 24);
}

function isElf(path: string): boolean {
  const head = Buffer.alloc(4);
  try {
    const file = openSync(path, 'r');
    readSync(file, head, 0, 4, 0);
    closeSync(file);
  } catch {
    return false;
  }
  return head.equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}

test('needs, names, versions and the loader are those that readelf tells', {
  skip: hasReadelf && FOLDERS.length > 0 ? false : 'readelf is not installed',
}, async () => {
  const paths = samples();
  assert.ok(paths.length > 5);
  for (const path of paths) {
    const links = await linksOf(readFileSync(path));
    const { stdout } = spawnSync('readelf', ['-W', '-d', '-V', '-l', path], { encoding: 'utf8', maxBuffer: 1e8 });
    const all = (pattern: RegExp): readonly string[] => [...stdout.matchAll(pattern)].map(([, found]) => found ?? '');
    if (links === null) {
      assert.doesNotMatch(stdout, /\(NEEDED\)/, path);
      continue;
    }
    assert.deepEqual(links.needed, all(/\(NEEDED\) +Shared library: \[(.*)\]/g), path);
    assert.equal(links.soname, all(/\(SONAME\) +Library soname: \[(.*)\]/g)[0] ?? null, path);
    assert.equal(links.interpreter, all(/Requesting program interpreter: (.*)\]/g)[0] ?? null, path);
    const needs = stdout.slice(stdout.indexOf('Version needs section'));
    const wanted = needs.startsWith('Version needs')
      ? [...needs.matchAll(/Name: (\S+) +Flags: (.*?) +Version/g)].filter(([, , flags]) => !flags?.includes('WEAK')).map(([, name]) => name)
      : [];
    assert.deepEqual(Object.values(links.wants).flat(), wanted, path);
    const given = /Version definition section[^]*?(?=\n\n|Version needs section|$)/.exec(stdout)?.[0] ?? '';
    assert.deepEqual(
      links.gives,
      [...given.matchAll(/Index: \d+ +Cnt: \d+ +Name: (\S+)/g)].map(([, name]) => name),
      path,
    );
  }
});

test('a damaged file is told, or read as far as it goes', async () => {
  const whole = readFileSync(process.execPath).subarray(0, 200_000);
  for (let length = 0; length < whole.length; length += 4999) {
    const cut = Uint8Array.from(whole.subarray(0, length));
    await linksOf(cut).catch((error: unknown) => assert.equal((error as Error).name, 'FromageError'));
  }
  for (let seed = 1; seed < 60; seed += 1) {
    const noisy = Uint8Array.from(whole.subarray(0, 4096));
    for (let at = 16; at < noisy.length; at += seed) noisy[at] = (at * seed) % 256;
    await linksOf(noisy).catch((error: unknown) => assert.equal((error as Error).name, 'FromageError'));
  }
});
