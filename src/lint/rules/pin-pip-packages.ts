import { isGiven } from '../packages/call.ts';
import { PIP } from '../packages/pip.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinPipPackages = {
  id: 'pin-pip-packages',
  summary: 'pip installs packages without saying which version',
  why: 'What pip installs is the newest there is on the day, so that the same file gives another image tomorrow. Write name==version, or better a requirements file with versions and hashes (pip install -r, --require-hashes), which holds for what they need too. A repository is pinned by @ and a commit.',
  severity: 'warning',
  equivalents: ['hadolint:DL3013'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM python:3.12\nRUN pip install flask==3.0.3 \\\n    gunicorn\n', lines: [3] },
    {
      dockerfile: 'FROM python:3.12\nONBUILD RUN python3 -m pip --proxy p install --index-url https://example.com/simple flask\n',
      lines: [2],
    },
    { dockerfile: 'FROM python:3.12\nRUN pip3 install git+https://git@example.com/a/b.git#egg=b\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM python:3.12\nRUN pip install "flask[async]~=3.0" ./mine a.whl git+https://example.com/a/b@v1#egg=b\n' },
    { dockerfile: 'FROM python:3.12\nRUN pip install -r requirements.txt && pip install --constraint c.txt flask\n' },
    { dockerfile: 'FROM python:3.12\nRUN pip install --no-cache-dir . && pipenv install black && pipx install ruff\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: PIP,
      verbs: ['install'],
      form: 'name==version',
      // A file of constraints or requirements says versions for what is named beside it too.
      among: (call) => (isGiven(call, 'r', 'requirement', 'c', 'constraint') ? [] : call.operands),
      isPinned,
    }),
} as const satisfies Rule;

const ARCHIVE = /\.(?:whl|zip|tar|tgz|tar\.(?:gz|bz2|xz|Z))$/;

function isPinned(value: string): boolean {
  // git+ssh://git@host/path@commit#egg=name: the @ of the commit follows the path.
  if (/^(?:git|hg|svn|bzr)\+/.test(value)) {
    const path = value.indexOf('/', value.indexOf('://') + 3);
    return path > 0 && (value.slice(path).split('#')[0] ?? '').includes('@');
  }
  return (
    /[=<>~]/.test(value) || value === '.' || value.startsWith('.[') || value.includes('/') || value.includes(' @ ') || ARCHIVE.test(value)
  );
}
