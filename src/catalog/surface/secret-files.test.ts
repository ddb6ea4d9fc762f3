/** Secrets at known paths. None here is real: each is put together when the test runs, so that nobody's scanner takes it for one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import type { LayerLine } from '../../testing/layer-text.ts';
import { secretFiles, secretFilesOf } from './secret-files.ts';
import { findTokens } from './secret-tokens.ts';

const file = (name: string, text: string): LayerLine => ({ name, type: 'file', body: new TextEncoder().encode(text) });
const key = (kind: string, body = `${'Ab3+'.repeat(16)}\n`) =>
  `-----BEGIN ${kind}PRIVATE ${'KEY'}-----\n${body.repeat(4)}-----END ${kind}PRIVATE ${'KEY'}-----\n`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'Ab3+'.repeat(16)}\n-----END CERTIFICATE-----\n`;
const AWS = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const GITHUB = ['ghp', 'a1B2'.repeat(9)].join('_');

async function found(...layers: readonly (readonly LayerLine[])[]): Promise<readonly string[]> {
  const { tree, analyses, problems } = await catalogText([], layers, [secretFiles]);
  assert.deepEqual(problems, []);
  return secretFilesOf(tree, analyses).map(
    ({ path, kind, masked, layer, hiddenBy }) =>
      `${kind} ${path} ${masked} ${layer + 1}${hiddenBy === null ? '' : ` until ${hiddenBy + 1}`}`,
  );
}

describe('at known paths', () => {
  const cases: Readonly<Record<string, readonly [path: string, text: string, told: readonly string[]]>> = {
    'a key of ssh': ['root/.ssh/id_rsa', key('OPENSSH '), ['private-key -----BEGIN OPENSSH PRIVATE KEY-----…']],
    'a key beside its certificate': ['etc/x.pem', CERTIFICATE + key(''), ['private-key -----BEGIN PRIVATE KEY-----…']],
    'an encrypted key': ['etc/x.key', key('ENCRYPTED '), ['private-key -----BEGIN ENCRYPTED PRIVATE KEY-----…']],
    'an old key': ['etc/x.key', key('RSA ', 'Proc-Type: 4,ENCRYPTED\n'), ['private-key -----BEGIN RSA PRIVATE KEY-----…']],
    'a variable': ['app/.env', `MODE=prod\nexport DB_PASSWORD="hunter2 hunter2"\n`, ['credential DB_PASSWORD=…']],
    AWS: [
      'root/.aws/credentials',
      `[default]\naws_access_key_id = ${AWS}\naws_secret_access_key = ${'wJalr'.repeat(8)}\n`,
      ['aws-access-key AKIA…', 'credential aws_secret_access_key=…'],
    ],
    npm: ['root/.npmrc', `//registry.npmjs.org/:_authToken=${'a1b2'.repeat(9)}\n`, ['credential _auth…']],
    'npm, of old': ['root/.npmrc', '_auth=dXNlcjpwYXNzd29yZA==\n', ['credential _auth…']],
    docker: ['root/.docker/config.json', '{"auths":{"ghcr.io":{"auth":"dXNlcjpwYXNzd29yZA=="}}}', ['credential auth=…']],
    netrc: ['root/.netrc', 'machine github.com\nlogin me\npassword hunter2x\n', ['credential password …']],
    git: ['app/.git/config', '[remote "origin"]\n\turl = https://me:hunter2x@example.com/a.git\n', ['password-in-address …']],
    'a header of git': [
      'app/.git/config',
      '[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic eDpnaHM=\n',
      ['credential extraheader …'],
    ],
    Kubernetes: ['root/.kube/config', 'users:\n- user:\n    token: abcdefghijkl\n', ['credential token=…']],
    Maven: ['root/.m2/settings.xml', '<server><password>hunter2x</password></server>', ['credential …']],
    psql: ['root/.pgpass', 'db:5432:app:me:hunter2x\n', ['credential …']],
    'a history': ['root/.bash_history', `ls\ncurl -H "x: ${GITHUB}"\n`, ['shell-history …', 'github-token ghp_…']],
    'a mounted secret': ['run/secrets/token', 'abc\n', ['build-secret …']],
    'a password': ['etc/shadow', 'root:$y$j9T$abcdefgh$ijkl:19000:0:99999:7:::\n', ['password-hash …']],
    Google: [
      'root/.config/gcloud/application_default_credentials.json',
      '{"client_secret": "d-FL95Q19q7MQmFpd7hHD0Ty", "refresh_token": "1//abcdef"}',
      ['credential client_secret=…', 'credential refresh_token=…'],
    ],
    Cargo: ['root/.cargo/credentials.toml', '[registry]\ntoken = "cioabcdefgh"\n', ['credential token=…']],
  };
  for (const [what, [path, text, told]] of Object.entries(cases)) {
    test(what, async () => {
      const lines = told.map((line) => `${line.slice(0, line.indexOf(' '))} ${path} ${line.slice(line.indexOf(' ') + 1)} 1`);
      assert.deepEqual(await found([file(path, text)]), lines);
    });
  }
});

test('what lies there and is no secret is not told', async () => {
  assert.deepEqual(
    await found([
      file('etc/ssl/certs/a.pem', CERTIFICATE),
      file('usr/share/keyrings/a.asc', '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQINBF\n'),
      file('usr/lib/x.key', `a library says -----BEGIN PRIVATE ${'KEY'}----- and no more`),
      file('root/.ssh/id_rsa.pub', 'ssh-rsa AAAAB3NzaC1yc2E me@host'),
      file('root/.ssh/authorized_keys', 'ssh-rsa AAAAB3NzaC1yc2E me@host'),
      file('app/.env', 'DB_PASSWORD=\nTOKEN=${TOKEN}\nPASSWORD_FILE=/run/secrets/x\nMODE=production\nAPI_KEY=<yours>\n'),
      file('app/.env.example', 'DB_PASSWORD=hunter2hunter2\n'),
      file('root/.npmrc', '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nregistry=https://registry.npmjs.org/\n'),
      file('root/.docker/config.json', '{"auths":{"ghcr.io":{}},"credsStore":"desktop"}'),
      file('app/.git/config', '[remote "origin"]\n\turl = git@github.com:a/b.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'),
      file('etc/shadow', 'root:*:19000:0:99999:7:::\ndaemon:!:19000::::::\nme::19000::::::\n'),
      file('root/.bash_history', ''),
      file('root/.pgpass', '# host:port:database:user:password\n'),
    ]),
    [],
  );
});

test('a secret that a later layer deletes or replaces is told, with that layer', async () => {
  assert.deepEqual(
    await found(
      [file('app/.env', 'DB_PASSWORD=hunter2x\n'), file('root/.ssh/id_rsa', key('')), file('srv/.netrc', 'password hunter2x')],
      [file('root/.ssh/.wh.id_rsa', ''), file('srv/.wh..wh..opq', '')],
      [file('app/.env', 'MODE=x\n')],
    ),
    [
      'credential app/.env DB_PASSWORD=… 1 until 3',
      'private-key root/.ssh/id_rsa -----BEGIN PRIVATE KEY-----… 1 until 2',
      'credential srv/.netrc password … 1 until 2',
    ],
  );
});

test('no fact has a part of a value', async () => {
  const { analyses } = await catalogText(
    [],
    [[file('app/.env', `DB_PASSWORD=hunter2x\nA=${GITHUB}\nB=https://me:hunter2x@example.com\n`), file('x.pem', key('RSA '))]],
    [secretFiles],
  );
  const facts = JSON.stringify(analyses.map((analysis) => analysis.facts));
  assert.match(facts, /DB_PASSWORD=…/);
  assert.doesNotMatch(facts, /hunter2|a1B2|Ab3/);
});

test('names and texts that mean harm are read in time, and tell nothing of another', async () => {
  const long = [
    `${'A_'.repeat(50_000)}=`,
    `"${'\\'.repeat(100_000)}`,
    `https://${'a:'.repeat(50_000)}`,
    'eyJ'.repeat(50_000),
    ' '.repeat(200_000),
  ];
  assert.deepEqual(await found(long.map((text, at) => file(`app/${at}/.env`, text))), []);
});

describe('tokens', () => {
  const cases: Readonly<Record<string, string>> = {
    'github-token': GITHUB,
    'aws-access-key': AWS,
    'gitlab-token': ['glpat', 'x1Y2z3'.repeat(4)].join('-'),
    'slack-token': ['xoxb', '123456789012', 'abcdefABCDEF'].join('-'),
    'stripe-key': ['sk', 'live', 'abc123'.repeat(4)].join('_'),
    'google-key': `AI${'za'}${'Sy1_-'.repeat(7)}`,
    'npm-token': ['npm', 'a1B2c3'.repeat(6)].join('_'),
    jwt: [`ey${'J'}hbGciOiJIUzI1NiIs`, `ey${'J'}zdWIiOiIxMjM0NTY3`, 'SflKxwRJSMeKKF2QT4fwpM'].join('.'),
    'private-key': key('EC '),
  };
  for (const [kind, value] of Object.entries(cases)) {
    test(kind, () => {
      const [one, ...others] = findTokens(`before "${value}" after`);
      assert.deepEqual([one?.kind, others.length], [kind, 0]);
      assert.ok((one?.masked.length ?? 99) < 40 && value.startsWith(one?.masked.slice(0, -1) ?? '-'));
      // A part of a longer word, or cut, it is none.
      assert.deepEqual(kind === 'private-key' ? [] : findTokens(`x${value}`), []);
      assert.deepEqual(findTokens(value.slice(0, 14)), []);
    });
  }
});
