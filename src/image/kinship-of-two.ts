import type { DiffId } from '../model/digest.ts';
import type { CommonAncestor, KinshipOfTwo } from '../model/images-diff.ts';
import type { Ancestor, Lineage } from '../model/lineage.ts';

/** What two images have in common: ancestors, and lowest layers. */
export function findKinship(a: KinshipSide, b: KinshipSide): KinshipOfTwo {
  const common = a.lineage.ancestors.flatMap((ancestor, at): readonly CommonAncestor[] => {
    const [best] = b.lineage.ancestors
      .flatMap((other, place) => {
        const by = onesOf(ancestor, other);
        return by === null ? [] : [{ a: at, b: place, by }];
      })
      .toSorted((x, y) => SIGNS.indexOf(x.by) - SIGNS.indexOf(y.by));
    return best === undefined ? [] : [best];
  });
  return { common, sharedLayers: countShared(a.diffIds, b.diffIds) };
}

export interface KinshipSide {
  readonly lineage: Lineage;
  /** Bottom first. */
  readonly diffIds: readonly (DiffId | null)[];
}

const SIGNS: readonly CommonAncestor['by'][] = ['layers', 'digest', 'name'];

function onesOf(a: Ancestor, b: Ancestor): CommonAncestor['by'] | null {
  if (a.chainId !== null && a.chainId === b.chainId) return 'layers';
  if (a.digest !== null && a.digest === b.digest) return 'digest';
  return a.reference !== null && a.reference === b.reference ? 'name' : null;
}

function countShared(a: readonly (DiffId | null)[], b: readonly (DiffId | null)[]): number {
  const parting = a.findIndex((diffId, at) => diffId === null || diffId !== b[at]);
  return parting < 0 ? a.length : parting;
}
