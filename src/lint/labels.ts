import type { Span } from '../dockerfile/span.ts';
import type { LabelKind } from './config.ts';
import type { LintInstruction } from './instructions.ts';
import type { LintContext, Report } from './rule.ts';
import { unquote } from './unquote.ts';

/** A label that an instruction sets. */
export interface Label {
  readonly name: string;
  readonly value: string;
  readonly at: LintInstruction;
  /** Of the name and the value. */
  readonly span: Span;
}

/** The labels of a file in order, those inside ONBUILD too. */
export function labelsIn(instructions: readonly LintInstruction[]): readonly Label[] {
  return instructions
    .filter(({ keyword }) => keyword === 'LABEL')
    .flatMap((at) =>
      at.instruction.pairs.map(({ name, value, span }) => ({ name: unquote(name.text), value: unquote(value?.text ?? ''), at, span })),
    );
}

/** Labels that are to be of one of these kinds and are not; what holds variables can't be judged. */
export function* wrongLabels(
  { instructions, config }: LintContext,
  kinds: readonly LabelKind[],
  isRight: (value: string) => boolean,
  what: string,
): Iterable<Report> {
  for (const { name, value, span } of labelsIn(instructions)) {
    const kind = Object.hasOwn(config.labelSchema, name) ? config.labelSchema[name] : undefined;
    if (kind === undefined || !kinds.includes(kind) || value.includes('$') || isRight(value)) continue;
    yield { span, message: value === '' ? `the label ${name} is empty` : `the label ${name} is "${value}", which is no ${what}` };
  }
}
