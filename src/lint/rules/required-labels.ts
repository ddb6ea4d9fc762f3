import { labelsIn } from '../labels.ts';
import type { Rule } from '../rule.ts';
import { stageBelow, stagesCopiedFrom, stagesStoodOn } from '../stages.ts';

export const requiredLabels = {
  id: 'required-labels',
  summary: 'a label is missing that the configuration asks for',
  why: 'Images are found, charged and traced to their source by their labels, and one without them falls out of all lists. The label schema of the configuration says which each image must have. Stages that others stand on or copy from make no image, and are not asked; labels of a stage below count.',
  severity: 'info',
  equivalents: ['hadolint:DL3049'],
  recommended: true,
  bad: [
    { dockerfile: 'FROM debian:12\nLABEL other=a\n', lines: [1], config: { labelSchema: { team: 'text' } } },
    {
      dockerfile: 'FROM debian:12 AS a\nFROM a\nLABEL team=x\nFROM a\nONBUILD LABEL team=x\n',
      lines: [4],
      config: { labelSchema: { team: 'text' } },
    },
  ],
  good: [
    { dockerfile: 'FROM debian:12 AS a\nLABEL team=x\nFROM a\n', config: { labelSchema: { team: 'text' } } },
    {
      dockerfile: 'FROM debian:12 AS a\nFROM scratch\nLABEL team=x\nCOPY --from=a /b /b\nCOPY --from=0 /c /c\n',
      config: { labelSchema: { team: 'text' } },
    },
    { dockerfile: 'FROM debian:12\n' },
  ],
  *check(context) {
    const { stages, config, instructions } = context;
    const [stoodOn, lent] = [stagesStoodOn(context), stagesCopiedFrom(context)];
    const labels = labelsIn(instructions.filter(({ isOnBuild }) => !isOnBuild));
    for (const name of Object.keys(config.labelSchema)) {
      const labelled = new Set(labels.filter((label) => label.name === name).map(({ at }) => at.stage));
      for (const { index, from } of stages) {
        if (labelled.has(stageBelow(stages, index))) labelled.add(index);
        if (labelled.has(index) || stoodOn.has(index) || lent.has(index)) continue;
        yield { span: from.span, message: `the image has no label ${name}, which the configuration asks for` };
      }
    }
  },
} as const satisfies Rule;
