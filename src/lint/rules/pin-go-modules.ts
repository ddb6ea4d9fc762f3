import { GO } from '../packages/languages.ts';
import { reportUnpinned } from '../packages/unpinned.ts';
import type { Rule } from '../rule.ts';

export const pinGoModules = {
  id: 'pin-go-modules',
  summary: 'go fetches a module without saying which version',
  why: 'A module without a version, or at @latest, is the newest there is on the day, so that the same file gives another image tomorrow. Write path@v1.2.3; for tools of a module of your own, keep them in its go.mod.',
  severity: 'warning',
  equivalents: ['hadolint:DL3062'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM golang:1.23\nRUN go install example.com/a@v1.0.0 \\\n    example.com/b@latest\n', lines: [3] },
    { dockerfile: 'FROM golang:1.23\nONBUILD RUN go run -tags x example.com/a -v\n', lines: [2] },
    { dockerfile: 'FROM golang:1.23\nRUN go get -u example.com/a\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM golang:1.23\nRUN go install -ldflags "-s -w" ./... && go run . serve && go run main.go x\n' },
    { dockerfile: 'FROM golang:1.23\nRUN go run example.com/a@v1.0.0 more words && go install example.com/b@$VERSION\n' },
    { dockerfile: 'FROM golang:1.23\nRUN go build example.com/a && go install cmd/vet std && go get -d -v ./...\n' },
  ],
  check: (context) =>
    reportUnpinned(context, {
      table: GO,
      verbs: ['install', 'get', 'run'],
      form: 'path@version',
      // What follows the package is what the program is called with.
      among: ({ verb, operands }) => (verb === 'run' ? operands.slice(0, 1) : operands),
      isPinned: (value) => (value.includes('@') ? !/@(?:latest|upgrade|patch)?$/.test(value) : isLocal(value)),
    }),
} as const satisfies Rule;

function isLocal(value: string): boolean {
  return /^[./]/.test(value) || value.endsWith('.go') || value.startsWith('cmd/') || ['std', 'cmd', 'all', 'tool'].includes(value);
}
