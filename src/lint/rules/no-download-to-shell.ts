import type { Rule } from '../rule.ts';
import { runsOf } from '../run-commands.ts';
import type { ShellCommand } from '../shell/shell-command.ts';

const DOWNLOADERS: ReadonlySet<string> = new Set(['curl', 'wget', 'fetch', 'aria2c', 'http', 'https']);
const SHELL = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba|da|a|k|z)?sh$/;
const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|php|pwsh)$/;
const DOWNLOADED = /[$<]\(\s*(?:curl|wget)\b|`\s*(?:curl|wget)\b/;

export const noDownloadToShell = {
  id: 'no-download-to-shell',
  summary: 'A download is run without a look at what it is',
  why: 'Whoever answers for that address, today or in a year, runs what they like as root in your build; a download that breaks off is run up to where it broke. Download a release of a fixed version to a file, compare its checksum, then run it: ADD --checksum=sha256:… does the first two.',
  severity: 'warning',
  equivalents: [],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nRUN true && \\\n    curl -fsSL https://example.com/i.sh | sudo -E bash -\n', lines: [3] },
    { dockerfile: 'FROM debian:12\nONBUILD RUN sh -c "$(wget -qO- https://example.com/i.sh)"\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nRUN wget -qO- https://example.com/i.py | gunzip | python3 - --yes\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nRUN curl -fsSL https://example.com/a.json | python3 -m json.tool\n' },
    { dockerfile: 'FROM debian:12\nRUN curl -o i.sh https://example.com/i.sh && sha256sum -c sums && sh i.sh\n' },
    { dockerfile: 'FROM debian:12\nRUN curl https://example.com/a | tar xz; echo a | sh\n' },
  ],
  *check(context) {
    for (const { commands } of runsOf(context)) {
      const fed = new Set<number>();
      for (const command of commands) {
        const { name, pipeline, span } = command;
        const isFed = pipeline !== null && fed.has(pipeline) && runsInput(command);
        if (pipeline !== null && DOWNLOADERS.has(name)) fed.add(pipeline);
        if (isFed || isHandedOne(command))
          yield { span, message: `${name} runs what is downloaded, unseen: fix its version and compare its checksum first` };
      }
    }
  },
} as const satisfies Rule;

/** Whether what it runs is its input. */
function runsInput({ name, args }: ShellCommand): boolean {
  const first = args.find(({ value }) => value === '-' || !value.startsWith('-'));
  const says = (flag: string): boolean => args.some(({ value }) => value === flag);
  if (SHELL.test(name)) return first === undefined || first.value === '-' || first.value === '/dev/stdin' || says('-s');
  return INTERPRETER.test(name) && (first === undefined || first.value === '-') && !says('-c') && !says('-e') && !says('-m');
}

/** `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`. */
function isHandedOne({ name, args }: ShellCommand): boolean {
  const runs = SHELL.test(name) || name === 'eval' || name === 'source' || name === '.';
  return runs && args.some(({ text }) => DOWNLOADED.test(text));
}
