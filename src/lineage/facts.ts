import type { AncestorFacts } from '../model/lineage.ts';
import type { Platform } from '../model/platform.ts';
import { parseReference } from '../model/reference.ts';
import { findByDigest } from './digest-name.ts';
import type { KnownImages } from './known-image.ts';
import type { OfficialIndex } from './official-index.ts';
import { officialName } from './official-name.ts';

/**
 * What the official library tells of a name; `verifiedBy` says what the name itself rests on. Of a digest it is told what
 * holds for that image, not how fresh its tag is today.
 */
export async function factsOf(
  reference: string | null,
  verifiedBy: AncestorFacts['verifiedBy'],
  platform: Platform | null,
  { known, official }: { readonly known: KnownImages; readonly official: OfficialIndex },
): Promise<AncestorFacts | null> {
  if (reference === null) return null;
  const seen = await findByDigest(reference, platform, known);
  const name = officialName(seen?.reference ?? reference);
  if (name === null) return null;
  const entry = await official.find(name.image, name.tag, platform);
  const facts = entry?.facts ?? (await official.ended(name.image, name.tag));
  if (facts === null || parseReference(reference).digest === null) return facts === null ? null : { ...facts, verifiedBy };
  const own = { ...facts, verifiedBy, lastUpdated: null, updatesPerYear: null, sourceCommit: null };
  return seen === null ? own : { ...own, verifiedBy: 'digest', lastUpdated: seen.created?.slice(0, 'YYYY-MM-DD'.length) ?? seen.seen };
}
