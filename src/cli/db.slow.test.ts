/** `fromage db` as a program of its own: killed at any moment, and with a registry that is not ours. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../advisories/open-database.ts';
import { bytesAsFile } from '../codec/read-at.ts';
import { packageRoot } from '../platform/package-root.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { runLine } from './run-line.ts';

const BIN = join(packageRoot(), 'bin/fromage.cjs');
const REGISTRY = 'docker-registry';
const NOT_BUILT = existsSync(join(packageRoot(), 'dist/main.cjs')) ? false : 'the program is not built';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

function records(version: string, count: number): string {
  const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: version }] };
  const of = (at: number) => ({
    id: `TEST-${at}`,
    modified: '2026-01-01',
    affected: [{ package: { ecosystem: 'npm', name: `p-${at}` }, ranges: [range] }],
  });
  return Array.from({ length: count }, (_, at) => JSON.stringify(of(at))).join('\n');
}

for (const signal of ['SIGKILL', 'SIGINT'] as const) {
  test(`killed at any moment (${signal}), the old database stays, or the new is there`, { skip: NOT_BUILT }, async () => {
    const folder = ports.path('.local/share/fromage/advisories');
    await writeFile(ports.path('old.jsonl'), records('1.0.0', 3000));
    await writeFile(ports.path('new.jsonl'), records('2.0.0', 3000));
    assert.equal((await runLine('db import ~/old.jsonl --name mine', ports.folder)).code, 0);
    const seen = new Set<string>();
    for (let [delay, step] = [40, 30]; !seen.has('2.0.0') && delay < 20_000; delay += step, step *= 1.1) {
      const args = [BIN, 'db', 'import', ports.path('new.jsonl'), '--name', 'mine'];
      const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], HOME: ports.folder }, stdio: 'ignore' });
      const ended = once(child, 'exit');
      await Promise.race([wait(delay), ended]);
      child.kill(signal);
      await ended;
      const database = await openDatabase(bytesAsFile(await readFile(join(folder, 'mine.adv'))), 'mine');
      const [row] = await database.packages('npm', 'p-2999');
      seen.add(row?.ranges[0]?.[1]?.version ?? 'nothing');
      if (signal === 'SIGINT') assert.deepEqual(await readdir(folder), ['mine.adv']);
    }
    assert.deepEqual([...seen], ['1.0.0', '2.0.0']);
  });
}

test('a database goes through Debian’s docker-registry', { skip: reasonToSkip() }, async () => {
  const host = `127.0.0.1:${await freePort()}`;
  const storage = { filesystem: { rootdirectory: ports.path('data') } };
  // JSON is YAML.
  await writeFile(ports.path('conf.yml'), JSON.stringify({ version: 0.1, log: { level: 'error' }, storage, http: { addr: host } }));
  await mkdir(ports.path('other'));
  const registry = spawn(REGISTRY, ['serve', ports.path('conf.yml')], { stdio: 'ignore' });
  try {
    await writeFile(ports.path('mine.jsonl'), records('1.0.0', 10));
    await runLine('db import ~/mine.jsonl', ports.folder);
    let pushed = await runLine(`db push ${host}/team/advisories:1 --plain-http`, ports.folder);
    for (let tries = 0; pushed.code !== 0 && tries < 50; tries += 1) {
      await wait(100);
      pushed = await runLine(`db push ${host}/team/advisories:1 --plain-http`, ports.folder);
    }
    assert.equal(pushed.code, 0, pushed.err);
    const pulled = await runLine(`db pull ${host}/team/advisories:1 --plain-http --name theirs`, ports.path('other'));
    assert.equal(pulled.code, 0, pulled.err);
    const bytes = await readFile(ports.path('other/.local/share/fromage/advisories/theirs.adv'));
    const database = await openDatabase(bytesAsFile(bytes), 'theirs');
    assert.equal((await database.packages('npm', 'p-9')).length, 1);
    assert.ok((await database.packages('Debian', 'glibc')).length > 0);
  } finally {
    registry.kill('SIGTERM');
    if (registry.exitCode === null) await once(registry, 'exit');
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function reasonToSkip(): string | false {
  try {
    execFileSync('sh', ['-c', `command -v ${REGISTRY}`], { stdio: 'ignore' });
    return false;
  } catch {
    return `there is no ${REGISTRY} on this machine`;
  }
}
