import type { Dockerfile } from './dockerfile.ts';

/** The text of a Dockerfile: of one just parsed, the very text it was parsed from. */
export function printDockerfile(dockerfile: Pick<Dockerfile, 'bom' | 'items'>): string {
  return (dockerfile.bom ? '\uFEFF' : '') + dockerfile.items.map((item) => item.source).join('');
}
