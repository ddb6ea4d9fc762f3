import type { KnownImage } from '../lineage/known-image.ts';
import type { OfficialIndex } from '../lineage/official-index.ts';
import { type TracedImage, traceImage } from '../lineage/trace-image.ts';
import type { Image } from '../model/image.ts';
import type { Lineage } from '../model/lineage.ts';
import { nodeHash } from '../platform/hash.ts';
import { knownValues, NO_OFFICIAL } from './image-value.ts';

export interface Surroundings {
  readonly known?: readonly KnownImage[];
  readonly official?: OfficialIndex;
  /** What the registries have, by reference in full; without it none is asked. */
  readonly registry?: Readonly<Record<string, Image>>;
}

/** Traces a value among these known images and no others. */
export function traceValue(image: Image, { known = [], official = NO_OFFICIAL, registry }: Surroundings = {}): Promise<TracedImage> {
  const openParent = registry === undefined ? null : async (reference: string) => registry[reference] ?? null;
  return traceImage(image, { verified: false }, { known: knownValues(known), official, hash: nodeHash, openParent });
}

/** `debian:12 <- ? | scratch`: the ancestors' names, nearest first, and the end. */
export function chainText(lineage: Lineage): string {
  const names = lineage.ancestors.map(({ reference }) => reference?.replace(/^docker\.io\/(library\/)?/, '') ?? '?');
  return [...names, lineage.end].join(' | ');
}
