/** Variables, labels and steps as builders write them. No value here is a secret of anybody's. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildImage } from '../../testing/image-builder.ts';
import { imageValue } from '../../testing/image-value.ts';
import { findConfigSecrets } from './config-secrets.ts';

const GITHUB = ['ghp', 'a1B2'.repeat(9)].join('_');

function found(steps: readonly string[], config: Readonly<Record<string, unknown>> = {}): readonly string[] {
  const image = imageValue(buildImage({ layers: steps.map((createdBy) => ({ createdBy })), config }));
  return findConfigSecrets(image.config).map(({ where, kind, name, masked, history }) => [where, kind, name, masked, history].join(' '));
}

describe('a secret', () => {
  const cases: Readonly<Record<string, readonly [step: string, told: string]>> = {
    'of a variable of BuildKit': ['ENV DB_PASSWORD=hunter2x', 'history credential DB_PASSWORD … 0'],
    'of a variable, as it was once written': ['/bin/sh -c #(nop)  ENV API_TOKEN hunter2x', 'history credential API_TOKEN … 0'],
    'of a build argument': ['|2 MIRROR=x NPM_TOKEN=hunter2x /bin/sh -c npm ci', 'build-arg credential NPM_TOKEN … 0'],
    'of a build argument of BuildKit': ['RUN |1 NPM_TOKEN=hunter2x /bin/sh -c npm ci # buildkit', 'build-arg credential NPM_TOKEN … 0'],
    'of the default of one': ['ARG apiKey=hunter2x', 'build-arg credential apiKey … 0'],
    'of an option': ['RUN /bin/sh -c login --password hunter2x me', 'history credential --password … 0'],
    'of a header': ['RUN /bin/sh -c curl -H "Authorization: Bearer hunter2x" x', 'history credential Authorization … 0'],
    'of an address': ['RUN /bin/sh -c git clone https://me:hunter2x@example.com/a.git', 'history password-in-address  … 0'],
    'of chpasswd': ["RUN /bin/sh -c echo 'root:toor' | chpasswd", 'history credential chpasswd root … 0'],
    'that tells itself': [`RUN /bin/sh -c X=${GITHUB} make`, 'history github-token X ghp_… 0'],
  };
  for (const [what, [step, told]] of Object.entries(cases)) {
    test(what, () => assert.deepEqual(found([step]), [told]));
  }
});

test('what stands in a variable and in its step is one secret, with that step; labels have some too', () => {
  assert.deepEqual(
    found(['CMD ["sh"]', 'ENV DB_PASSWORD=hunter2x'], { Env: ['PATH=/bin', 'DB_PASSWORD=hunter2x'], Labels: { 'app.token': GITHUB } }),
    ['env credential DB_PASSWORD … 1', 'label github-token app.token ghp_… '],
  );
});

test('what only looks like one is none', () => {
  const steps = [
    'ENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568 PYTHON_SHA256=8c8f2ea2', // Of those who sign, and of archives.
    'ENV POSTGRES_PASSWORD_FILE=/run/secrets/x MYSQL_ALLOW_EMPTY_PASSWORD=yes TOKENIZERS_PARALLELISM=false SECRET_KEY_BASE_DUMMY=1',
    'RUN |1 NPM_TOKEN= /bin/sh -c TOKEN="$(cat /run/secrets/t)" npm ci --token $TOKEN --password-stdin',
    'RUN /bin/sh -c adduser --disabled-password alice && apk add --no-cache ca-certificates',
    'RUN /bin/sh -c TOKEN=${TOKEN} curl -H "Authorization: Bearer ${TOKEN}" https://example.com:8443/a@b https://user:pass@host/',
    'RUN /bin/sh -c --mount=type=secret,id=npm_token,target=/root/.npmrc npm ci',
    'MAINTAINER someone@example.com',
  ];
  assert.deepEqual(found(steps, { Env: ['PWD=/srv', 'KEY_FILE=/etc/x.key', 'AUTH_METHOD=password'] }), []);
});

test('steps that mean harm are read in time', () => {
  assert.deepEqual(
    found(['|9 '.repeat(30_000), `--a${'-a'.repeat(50_000)} x`, `A=${'"\\'.repeat(50_000)}`, 'https://a:'.repeat(20_000)]),
    [],
  );
});
