import { labelsIn } from '../labels.ts';
import type { Rule } from '../rule.ts';

export const noUnknownLabels = {
  id: 'no-unknown-labels',
  summary: 'a label is not in the schema of the configuration',
  why: 'Where labels are agreed on, one that nobody agreed on is most often a slip in a name, and the label that was meant is missing. It is told only where the configuration says that labels are strict. Correct the name, or add it to the label schema.',
  severity: 'info',
  equivalents: ['hadolint:DL3050'],
  recommended: true,
  bad: [
    {
      dockerfile: 'FROM debian:12\nLABEL team=x \\\n  taem=y\n',
      lines: [3],
      config: { labelSchema: { team: 'text' }, strictLabels: true },
    },
    { dockerfile: 'FROM debian:12\nONBUILD LABEL a=b\n', lines: [2], config: { strictLabels: true } },
  ],
  good: [
    { dockerfile: 'FROM debian:12\nLABEL "team"=x\n', config: { labelSchema: { team: 'text' }, strictLabels: true } },
    { dockerfile: 'FROM debian:12\nLABEL a=b\n', config: { labelSchema: { team: 'text' } } },
  ],
  *check({ instructions, config }) {
    if (!config.strictLabels) return;
    for (const { name, span } of labelsIn(instructions))
      if (!Object.hasOwn(config.labelSchema, name))
        yield { span, message: `the label ${name} is not among those that the configuration knows` };
  },
} as const satisfies Rule;
