/** Tables of packages: words in, text out, to a file and to a terminal's width. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { writeDockerArchive } from '../testing/archive-writers.ts';
import { buildImage } from '../testing/image-builder.ts';
import { type TestPorts, testPorts } from '../testing/test-ports.ts';
import { runLine } from './run-line.ts';

let ports: TestPorts;
beforeEach(async () => {
  ports = await testPorts();
});
afterEach(() => ports.close());

const LONG = 'a-name-that-is-longer-than-any-table-on-any-terminal-would-have-it-be';

/** Packages of npm in the folders of one layer. */
async function writeImage(packages: Readonly<Record<string, string>>): Promise<void> {
  const files = Object.entries(packages).map(
    ([folder, name]) =>
      ({
        name: `${folder}/node_modules/${name}/package.json`,
        type: 'file',
        body: new TextEncoder().encode(JSON.stringify({ name, version: '1.0.0' })),
      }) as const,
  );
  const image = buildImage({ layers: [{ files, createdBy: `COPY ${LONG} /srv/${LONG}` }] });
  await writeFile(ports.path('app.tar'), writeDockerArchive([{ image, names: ['app:1'] }], { form: 'old' }));
}

test('packages that differ in their paths only are one line, with their number', async () => {
  await writeImage({ a: 'one', 'b/c': 'one', d: 'two' });
  const { out } = await runLine('sbom ~/app.tar --offline', ports.folder);
  assert.match(out, /· 3 packages, brought by$/m);
  assert.match(out, /^NAME +VERSION +KIND +COPIES +LAYER/m);
  assert.deepEqual(
    out.split('\n').flatMap((line) => /^(one|two) +1\.0\.0 +npm +(\d+) +1 /.exec(line)?.slice(1).join(' ') ?? []),
    ['one 2', 'two 1'],
  );
});

test('nothing is cut where no terminal and no COLUMNS says a width', async () => {
  await writeImage({ a: LONG });
  for (const command of ['sbom', 'layers', 'files', 'trace --layers']) {
    const line = `${command} ~/app.tar --offline`;
    const whole = (await runLine(line, ports.folder)).out;
    assert.ok(whole.includes(LONG) && !whole.includes('…'), whole);
    const cut = (await runLine(line, ports.folder, { COLUMNS: '60' })).out;
    assert.ok(cut.includes('…'), cut);
  }
});
