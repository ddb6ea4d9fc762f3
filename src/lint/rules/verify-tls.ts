import { assignmentsOf } from '../environment.ts';
import { type CallTable, readCall } from '../packages/call.ts';
import { CURL, WGET } from '../packages/downloads.ts';
import { NPM, YARN } from '../packages/languages.ts';
import { PIP } from '../packages/pip.ts';
import type { LintInstruction } from '../instructions.ts';
import type { Report, Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

const FALSE = ['0', 'false', 'no', 'off'];
const TRUE = ['1', 'true', 'yes', 'on'];

/** Variables that switch the check off, and the values that do; null for any value that is not empty. */
const VARIABLES: ReadonlyMap<string, readonly string[] | null> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', ['0']],
  ['PYTHONHTTPSVERIFY', ['0']],
  ['GIT_SSL_NO_VERIFY', TRUE],
  ['NPM_CONFIG_STRICT_SSL', FALSE],
  ['YARN_STRICT_SSL', FALSE],
  ['YARN_ENABLE_STRICT_SSL', FALSE],
  ['PIP_TRUSTED_HOST', null],
  ['CONDA_SSL_VERIFY', FALSE],
  ['GOINSECURE', null],
  ['HOMEBREW_CURL_INSECURE', null],
]);

const PNPM = { ...NPM, programs: ['pnpm'] } as const satisfies CallTable;
const APT = { programs: ['apt-get', 'apt'], withValue: new Set(['o', 'option', 't', 'c']) } as const satisfies CallTable;
const RPM_BASED = { programs: ['yum', 'dnf', 'microdnf'], withValue: new Set(['setopt']) } as const satisfies CallTable;
const GIT = { programs: ['git'], withValue: new Set(['c', 'C', 'git-dir', 'work-tree', 'file', 'f']) } as const satisfies CallTable;
const COMPOSER = { programs: ['composer'], withValue: new Set(['d', 'working-dir']) } as const satisfies CallTable;
const CONDA = {
  programs: ['conda', 'mamba', 'micromamba'],
  withValue: new Set(['n', 'name', 'p', 'prefix', 'c']),
} as const satisfies CallTable;

interface Switch {
  readonly table: CallTable;
  /** Flags that switch it off, by themselves. */
  readonly flags?: readonly string[];
  /** `flag=value` that does, in lower case. */
  readonly values?: readonly string[];
  /** Words that say so, one after the other, in lower case: `config set strict-ssl false`. */
  readonly words?: readonly (readonly string[])[];
}

const NPM_OFF: Omit<Switch, 'table'> = {
  flags: ['no-strict-ssl'],
  values: ['strict-ssl=false'],
  words: [['strict-ssl', 'false'], ['strict-ssl=false'], ['enablestrictssl', 'false']],
};

const SWITCHES: readonly Switch[] = [
  { table: CURL, flags: ['k', 'insecure', 'proxy-insecure', 'doh-insecure'] },
  { table: WGET, flags: ['no-check-certificate'] },
  { table: PIP, flags: ['trusted-host'], words: [['global.trusted-host'], ['install.trusted-host']] },
  { table: NPM, ...NPM_OFF },
  { table: PNPM, ...NPM_OFF },
  { table: YARN, ...NPM_OFF },
  {
    table: GIT,
    values: FALSE.map((value) => `c=http.sslverify=${value}`),
    words: FALSE.map((value) => ['http.sslverify', value]),
  },
  {
    table: APT,
    values: [
      ...FALSE.map((value) => `o=acquire::https::verify-peer=${value}`),
      ...FALSE.map((value) => `o=acquire::https::verify-host=${value}`),
    ],
  },
  { table: RPM_BASED, values: FALSE.map((value) => `setopt=sslverify=${value}`) },
  {
    table: COMPOSER,
    flags: ['disable-tls'],
    words: [
      ['disable-tls', 'true'],
      ['secure-http', 'false'],
    ],
  },
  { table: CONDA, flags: ['k', 'insecure'], words: FALSE.map((value) => ['ssl_verify', value]) },
];

export const verifyTls = {
  id: 'verify-tls',
  summary: 'Downloads do not check who answers',
  why: 'Without the check of certificates anybody on the way can answer for the server, and what they send is built in. Where the certificate is your own, add it: COPY it to /usr/local/share/ca-certificates and run update-ca-certificates, or name it by --cacert, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS or PIP_CERT. A variable set by ENV holds when the image runs, too.',
  severity: 'error',
  equivalents: [],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN true \\\n && curl -fsSkL https://example.com/a\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN git -c http.sslVerify=false clone https://example.com/a\n', lines: [2] },
    { dockerfile: 'FROM node:22\nENV A=1 NODE_TLS_REJECT_UNAUTHORIZED="0"\nRUN npm config set strict-ssl false\n', lines: [2, 3] },
    { dockerfile: 'FROM python:3.12\nRUN GIT_SSL_NO_VERIFY=1 pip install --trusted-host example.com a==1\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nRUN export PYTHONHTTPSVERIFY=0; wget --no-check-certificate https://example.com/a\n', lines: [2, 2] },
  ],
  good: [
    {
      dockerfile:
        'FROM debian:12\nENV NODE_TLS_REJECT_UNAUTHORIZED=1\nRUN curl -o k https://example.com/k && wget https://example.com/insecure\n',
    },
    { dockerfile: 'FROM node:22\nRUN npm config set strict-ssl true && git config http.sslVerify true && echo --insecure\n' },
  ],
  *check(context) {
    for (const at of context.instructions) yield* setBy(at);
    for (const { commands } of runsOf(context))
      for (const command of commands) {
        const what = switchedOffBy(command);
        if (what !== null) yield { span: command.span, message: messageFor(what) };
      }
  },
} as const satisfies Rule;

function messageFor(what: string): string {
  return `${what} switches off the check of who answers: add the certificate instead`;
}

function* setBy({ keyword, instruction }: LintInstruction): Iterable<Report> {
  if (keyword !== 'ENV' && keyword !== 'ARG') return;
  for (const { name, value, span } of instruction.pairs)
    if (isOff(name.text, (value?.text ?? '').replaceAll('"', '').replaceAll("'", ''))) yield { span, message: messageFor(name.text) };
}

function isOff(name: string, value: string): boolean {
  const values = VARIABLES.get(name.toUpperCase());
  if (values === undefined) return false;
  return values === null ? value !== '' : values.includes(value.toLowerCase());
}

function switchedOffBy(command: ShellCommand): string | null {
  for (const { table, flags = [], values = [], words = [] } of SWITCHES) {
    const call = readCall(command, table);
    if (call === null) continue;
    const flag = call.flags.find(({ name, value }) => flags.includes(name) || values.includes(`${name}=${value ?? ''}`.toLowerCase()));
    if (flag !== undefined) return `${flag.name.length === 1 ? '-' : '--'}${flag.name}${flag.value === null ? '' : ` ${flag.value}`}`;
    const said = [...call.verb.split(' '), ...call.operands.map(({ value }) => value)].map((word) => word.toLowerCase());
    const found = words.find((wanted) => holds(said, wanted));
    if (found !== undefined) return found.join(' ');
  }
  const set = [...command.assignments.map(({ name, value }) => [name, value] as const), ...assignmentsOf(command)];
  const off = set.find(([name, value]) => isOff(name, value));
  return off === undefined ? null : off.join('=');
}

/** Whether these words stand in it, one after the other. */
function holds(said: readonly string[], wanted: readonly string[]): boolean {
  return said.some((_, at) => wanted.every((word, index) => said[at + index] === word));
}
