import type { Rule } from '../rule.ts';
import { variablesIn } from '../variables.ts';

export const noEnvSelfReference = {
  id: 'no-env-self-reference',
  summary: 'ENV uses a variable that the same ENV sets',
  why: 'All values of one ENV are expanded before any of them is set, so that B in ENV A=1 B=$A gets what A was before, most often nothing. Set A in an ENV of its own, above. Where A is set before, B gets that old value; hadolint and its preset do not tell it.',
  severity: 'error',
  equivalents: ['hadolint:DL3044'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nENV A=1 B=$A/b\n', lines: [2] },
    { dockerfile: 'FROM debian:12\nENV A=1\nENV A=2 \\\n  B="${A:-x}"\n', lines: [4] },
    { dockerfile: 'FROM debian:12\nONBUILD ENV A=$B B=1\n', lines: [2] },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nENV A=1\nENV B=$A C=$AB\nENV PATH=/a:$PATH\n' },
    { dockerfile: "FROM debian:12\nENV A=1 B='$A' C=\\$A\n" },
    { dockerfile: 'FROM debian:12\nENV A=1\nENV A=2 B=$A\n', config: { preset: 'hadolint' } },
  ],
  *check({ instructions, dockerfile, config }) {
    const before = new Set<string>();
    for (const { keyword, instruction } of instructions) {
      if (keyword !== 'ENV' && keyword !== 'ARG') continue;
      const { pairs } = instruction;
      const setAt = Map.groupBy(pairs.keys(), (at) => pairs[at]?.name.text ?? '');
      for (const [at, { value, span }] of keyword === 'ENV' ? pairs.entries() : []) {
        const used = [...variablesIn(value?.text ?? '', dockerfile.escape)];
        const other = used.find((name) => !before.has(name) && (setAt.get(name) ?? []).some((index) => index !== at));
        if (other !== undefined) yield { span, message: `$${other} is not yet what this ENV makes it: set it in an ENV before` };
      }
      // Hadolint takes what is set anywhere above as known.
      if (config.preset === 'hadolint') for (const { name } of pairs) before.add(name.text);
    }
  },
} as const satisfies Rule;
