import type { LintInstruction } from './instructions.ts';

const KEPT_OUT: ReadonlySet<string> = new Set(['cache', 'tmpfs']);

/** Whether a `--mount` of type cache or tmpfs keeps what is written there out of the image. The path is absolute. */
export function isMountedOver({ instruction }: LintInstruction, path: string): boolean {
  return instruction.flags.some(({ name, value }) => {
    if (name !== 'mount' || value === null) return false;
    const fields = new Map(value.split(',').map((field) => fieldOf(field)));
    const target = fields.get('target') ?? fields.get('dst') ?? fields.get('destination') ?? '';
    return KEPT_OUT.has(fields.get('type') ?? '') && isAtOrAbove(target, path);
  });
}

function fieldOf(field: string): readonly [string, string] {
  const equals = field.indexOf('=');
  return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
}

/** Whether a path is this one or holds it. */
export function isAtOrAbove(above: string, path: string): boolean {
  const folder = above.endsWith('/') ? above.slice(0, -1) : above;
  return folder !== '' && (folder === path || path.startsWith(`${folder}/`));
}
