/** `fromage lint`: which files, which configuration, what is known already, and how it ends. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closedSchema } from '../testing/closed-schema.ts';
import { type RanLine, runLine } from './run-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fromage-lint-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SUDO = 'FROM debian:13\nUSER 1000\nRUN sudo make\n';

function fromage(line: string): Promise<RanLine> {
  return runLine(line, folder);
}

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

interface Answer {
  readonly files: number;
  readonly known: number;
  readonly diagnostics: readonly { readonly file: string; readonly rule: string; readonly severity: string }[];
  readonly problems: readonly { readonly kind: string; readonly message: string }[];
}

async function lint(words: string): Promise<Answer & { readonly code: number }> {
  const { out, err, code } = await fromage(`lint --json ${words}`);
  assert.notEqual(out, '', err);
  return { ...(JSON.parse(out) as Answer), code };
}

const told = ({ diagnostics }: Answer) =>
  diagnostics.map(({ file, rule, severity }) => `${file.slice(folder.length + 1)} ${rule} ${severity}`);
/** Which of the files are told to use sudo: all that are looked at. */
const looked = (answer: Answer) => told(answer).flatMap((one) => /^(.*) no-sudo /.exec(one)?.[1] ?? []);

describe('configuration', () => {
  test('the nearest one counts, ours before hadolint’s where it speaks of lint, and none beyond the repository', async () => {
    await write({
      '.hadolint.yaml': 'ignored: [DL3004]\n',
      Dockerfile: SUDO,
      'a/.fromage.yaml': 'lint: {severity: {no-sudo: info}}\n',
      'a/.hadolint.yaml': 'ignored: [DL3004]\n',
      'a/b/c/Dockerfile': SUDO,
      'd/.fromage.yaml': 'scan: {}\n',
      'd/.hadolint.yml': 'override: {style: [DL3004]}\n',
      'd/Dockerfile': SUDO,
      'e/Dockerfile': SUDO,
      'repository/.git/HEAD': '',
      'repository/f/Dockerfile': SUDO,
    });
    const sudo = told(await lint('~')).filter((one) => one.includes('no-sudo'));
    assert.deepEqual(sudo, ['a/b/c/Dockerfile no-sudo info', 'd/Dockerfile no-sudo style', 'repository/f/Dockerfile no-sudo error']);
    const named = told(await lint('~ --config ~/.hadolint.yaml')).filter((one) => one.includes('no-sudo'));
    assert.deepEqual(named, []);
  });

  test('overrides hold for the files they name, as a .gitignore would', async () => {
    await write({
      '.fromage.yaml': `lint:
  ignore: [no-sudo]
  overrides:
    - {files: [old/, "!old/kept/Dockerfile"], severity: {no-sudo: style}}
    - {files: ["*.dev"], severity: {no-sudo: error}}
`,
      'old/Dockerfile': SUDO,
      'old/Dockerfile.dev': SUDO,
      'new/Dockerfile': SUDO,
    });
    const sudo = told(await lint('~')).filter((one) => one.includes('no-sudo'));
    assert.deepEqual(sudo, ['old/Dockerfile no-sudo style', 'old/Dockerfile.dev no-sudo error']);
  });

  test('what is unknown is told with its line, and is a matter of usage', async () => {
    await write({ '.fromage.yaml': 'lint:\n  preset: strict\n  presett: strict\n', Dockerfile: SUDO });
    const { code, err } = await fromage('lint ~/Dockerfile');
    assert.equal(code, 2);
    assert.match(err, /\.fromage\.yaml:3: "presett" is not known/);
    const { code: unknown, err: why } = await fromage('lint ~/Dockerfile --ignore no-sodu --config ~/none');
    assert.deepEqual([unknown, /there is no rule no-sodu/.test(why)], [2, true]);
  });

  test('the threshold: of the call, else of the configuration, else info', async () => {
    await write({ Dockerfile: 'FROM debian:latest\nUSER 1\n' });
    assert.equal((await lint('~')).code, 1);
    assert.equal((await lint('~ --fail-on error')).code, 0);
    for (const [name, text] of [
      ['.fromage.yaml', 'lint: {fail-on: error}\n'],
      ['.hadolint.yaml', 'failure-threshold: error\n'],
      ['.hadolint.yaml', 'no-fail: true\n'],
    ] as const) {
      await write({ [name]: text });
      assert.equal((await lint('~')).code, 0, text);
      assert.equal((await lint('~ --fail-on warning')).code, 1, text);
      await rm(join(folder, name));
    }
  });

  test('comments that silence nothing', async () => {
    await write({ Dockerfile: '# fromage global ignore=no-sudo\nFROM debian:13\n' });
    assert.deepEqual(
      told(await lint('~ --report-unused-ignores')).filter((one) => one.includes('unused')),
      ['Dockerfile unused-ignore info'],
    );
    assert.deepEqual(
      told(await lint('~')).filter((one) => one.includes('unused')),
      [],
    );
  });
});

describe('below folders', () => {
  test('Dockerfiles by their names', async () => {
    const meant = [
      'Containerfile',
      'Containerfile.x',
      'Dockerfile',
      'Dockerfile-2',
      'Dockerfile.go',
      'Dockerfile2',
      'a.dockerfile',
      'dockerfile',
      'x.Containerfile',
    ];
    const others = [
      'Dockerfile.dockerignore',
      'Dockerfile.j2',
      'Dockerfile.md',
      'DockerfileParser.java',
      'dockerfile.go',
      'dockerfile.ts',
      'myDockerfile',
    ];
    await write(Object.fromEntries([...meant, ...others].map((name) => [name, SUDO])));
    assert.deepEqual(looked(await lint('~')), meant);
    assert.deepEqual(looked(await lint('~/dockerfile.go ~/Dockerfile ~/./Dockerfile')), ['dockerfile.go', 'Dockerfile']);
  });

  test('what git ignores is passed over: nested, negated, of the folders above and of the repository', async () => {
    await write({
      '.git/info/exclude': 'excluded/\n',
      '.gitignore': 'build/\n*.dev\n/only/top\n',
      'a/.gitignore': '!Dockerfile.dev\nDockerfile\n',
      ...Object.fromEntries(
        [
          'Dockerfile',
          'Dockerfile.dev',
          'a/Dockerfile',
          'a/Dockerfile.dev',
          'a/only/top/Dockerfile',
          'build/Dockerfile',
          'excluded/Dockerfile',
          'only/top/Dockerfile',
          'a/b/build/x/Dockerfile',
        ].map((name) => [name, SUDO]),
      ),
    });
    assert.deepEqual(looked(await lint('~')), ['Dockerfile', 'a/Dockerfile.dev']);
    assert.deepEqual(looked(await lint('~/a')), ['a/Dockerfile.dev']);
    assert.deepEqual(looked(await lint('~/build')), ['build/Dockerfile']);
    assert.deepEqual(looked(await lint('~/Dockerfile.dev')), ['Dockerfile.dev']);
    assert.equal(looked(await lint('~ --no-gitignore')).length, 9);
    const { code, err } = await fromage('lint ~/only');
    assert.deepEqual([code, /holds no Dockerfile/.test(err)], [3, true]);
  });
});

describe('--baseline', () => {
  const OLD = 'FROM debian:13\nUSER 1000\nRUN sudo make\nRUN sudo make\n';

  test('what is known is not told again, wherever it moved; what is new is', async () => {
    await write({ 'web/Dockerfile': OLD });
    const written = await fromage('lint ~ --baseline ~/b.json --write-baseline --fail-on style');
    assert.equal(written.code, 0);
    const validate = new Ajv2020({ strict: false }).compile(closedSchema('lint-baseline'));
    assert.ok(validate(JSON.parse(await readFile(join(folder, 'b.json'), 'utf8'))), JSON.stringify(validate.errors));
    const known = (await lint('~ --baseline ~/b.json')).known;
    assert.ok(known >= 2);
    const moved = `# moved\n\n${OLD.replace('RUN sudo make\n', 'RUN  sudo \\\n  make\n')}`;
    await write({ 'web/Dockerfile': moved });
    const again = await lint('~ --baseline ~/b.json --fail-on style');
    assert.deepEqual([again.known, again.diagnostics, again.problems, again.code], [known, [], [], 0]);
    await write({ 'web/Dockerfile': `${OLD}RUN sudo make\nRUN sudo make install\n` });
    assert.deepEqual(looked(await lint('~ --baseline ~/b.json')), ['web/Dockerfile', 'web/Dockerfile']);
    await write({ 'api/Dockerfile': OLD });
    assert.ok(looked(await lint('~ --baseline ~/b.json')).includes('api/Dockerfile'));
  });

  test('what is mended is told, so that the file can be written anew', async () => {
    await write({ Dockerfile: OLD });
    await fromage('lint ~ --baseline ~/b.json --write-baseline');
    const before = await readFile(join(folder, 'b.json'), 'utf8');
    await write({ Dockerfile: OLD.replace('RUN sudo make\n', '') });
    const [problem = assert.fail()] = (await lint('~ --baseline ~/b.json')).problems;
    assert.match(problem.message, /^\d+ of what .*b\.json holds (is|are) told no more, in 1 file: /);
    await fromage('lint ~ --baseline ~/b.json --write-baseline');
    assert.notEqual(await readFile(join(folder, 'b.json'), 'utf8'), before);
    assert.deepEqual((await lint('~ --baseline ~/b.json')).problems, []);
  });

  test('a file that is none is an error, and one must be named to write it', async () => {
    await write({ Dockerfile: OLD, 'b.json': '{}' });
    assert.equal((await fromage('lint ~ --baseline ~/b.json')).code, 3);
    assert.equal((await fromage('lint ~ --baseline ~/none.json')).code, 3);
    assert.equal((await fromage('lint ~ --write-baseline')).code, 2);
  });
});
