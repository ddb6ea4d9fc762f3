import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { pythonLock } from './python-lock.ts';

const UV = `version = 1

[[package]]
name = "app"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "idna", version = "9.9" },
]

[[package]]
name = "idna"
version = "3.7"
source = { registry = "https://pypi.org/simple" }
`;
const POETRY = `[[package]]
name = "Jinja2"
version = "3.1.4"
description = "version = \\"1\\""
files = [
    {file = "jinja2-3.1.4.whl", hash = "sha256:x"},
]

[package.dependencies]
MarkupSafe = ">=2.0"

[[package]]
name = "local"
version = "1.0"
[package.source]
type = "directory"
url = "../local"

[metadata]
lock-version = "2.0"
`;
const REQUIREMENTS = `# comment
requests[socks] == 2.31.0 ; python_version >= "3.8"  # why
-r other.txt
urllib3==2.2.1 \\
    --hash=sha256:aaa \\
    --hash=sha256:bbb
loose>=1.0
wild==1.*
range==1.0,!=1.1
git+https://example.com/x.git@1#egg=x==1
`;

test('what lock files and requirements pin is declared', async () => {
  const { lines, problems } = await catalogText(pythonLock, [
    [
      `a/uv.lock: ${UV}`,
      `b/poetry.lock: ${POETRY}`,
      'c/Pipfile.lock: {"default":{"idna":{"version":"==3.7"},"loose":{"version":"*"}},"develop":{"pytest":{"version":"==8.0.0"}}}',
      `d/requirements-dev.txt: ${REQUIREMENTS}`,
      'e/pylock.toml: [[packages]]\nname = "attrs"\nversion = "25.1.0"\n[[packages]]\nname = "here"\nversion = "1"\n[packages.directory]\npath = "."\n',
    ],
  ]);
  assert.deepEqual(lines, [
    'pypi idna 3.7 a/uv.lock',
    'pypi Jinja2 3.1.4 b/poetry.lock',
    'pypi idna 3.7 c/Pipfile.lock',
    'pypi pytest 8.0.0 c/Pipfile.lock',
    'pypi requests 2.31.0 d/requirements-dev.txt',
    'pypi urllib3 2.2.1 d/requirements-dev.txt',
    'pypi attrs 25.1.0 e/pylock.toml',
  ]);
  assert.deepEqual(problems, []);
});

test('an environment beside it counts instead; what packages carry is not ours; damage is told', async () => {
  const { lines, problems } = await catalogText(pythonLock, [
    [
      `app/uv.lock: ${UV}`,
      'app/.venv/pyvenv.cfg: home = /usr/bin',
      'usr/lib/python3/dist-packages/x/requirements.txt: a==1',
      'bad/poetry.lock: [[package]\nname = ',
    ],
  ]);
  assert.deepEqual(lines, []);
  assert.deepEqual(problems, ['"bad/poetry.lock" could not be read: poetry.lock is not valid TOML']);
});
