import { FromageError } from '../model/error.ts';
import type { Ancestor, Lineage } from '../model/lineage.ts';
import { familiarReference, tryReference } from '../model/reference.ts';
import type { TracedLayer } from '../model/trace.ts';

/**
 * Whose files are meant: `you` are the image's own; an ancestor goes by its reference, in full or as people write it, with or without
 * its tag, or by the last part of its repository. A test for owners. Throws `usage` where no ancestor is called so.
 */
export function ownerNamed(word: string, { ancestors, own }: Lineage): (owner: TracedLayer['owner']) => boolean {
  if (word === 'you') {
    if (own.layers === null && ancestors.length === 0)
      throw new FromageError(
        'usage',
        'what this image is made FROM is not known, so its own layers can’t be told from those of its ancestors',
        {
          hint: 'fromage index add IMAGE makes your base images known. fromage layers lists all layers, and --layer or --diff choose among them.',
        },
      );
    return (owner) => owner === 'own';
  }
  const meant = new Set(ancestors.flatMap((ancestor, at) => (namesOf(ancestor).has(word) ? [at] : [])));
  if (meant.size === 0) throw refused(`no ancestor is called ${JSON.stringify(word)}`, ancestors);
  return (owner) => typeof owner === 'number' && meant.has(owner);
}

function namesOf({ reference, aliases }: Ancestor): ReadonlySet<string> {
  return new Set([reference, ...aliases].flatMap((name) => (name === null ? [] : spellings(name))));
}

function spellings(name: string): readonly string[] {
  const reference = tryReference(name);
  if (typeof reference === 'string') return [name];
  const familiar = familiarReference({ ...reference, digest: null });
  const bare = familiarReference({ ...reference, digest: null, tag: null });
  return [name, familiar, bare, bare.slice(bare.lastIndexOf('/') + 1), familiar.slice(familiar.lastIndexOf('/') + 1)];
}

function refused(what: string, ancestors: readonly Ancestor[]): FromageError {
  const names = ancestors.flatMap(({ reference }) => (reference === null ? [] : [spellings(reference)[1] ?? reference]));
  return new FromageError('usage', what, { hint: `Owners here: ${['you', ...names].join(', ')}.` });
}
