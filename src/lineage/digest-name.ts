import type { Platform } from '../model/platform.ts';
import type { Problem } from '../model/problem.ts';
import { parseReference } from '../model/reference.ts';
import { isSameTag } from './ancestors.ts';
import { isForPlatform, type KnownImage, type KnownImages } from './known-image.ts';
import { shortName } from './short-name.ts';

/**
 * The known image that a name's digest is of: who names a digest is given that, whatever the tag beside it. Of several
 * records the one that has this tag too. Null where there is no digest, or none that is known.
 */
export async function findByDigest(reference: string, platform: Platform | null, index: KnownImages): Promise<KnownImage | null> {
  const { digest } = parseReference(reference);
  const records = digest === null ? [] : await index.find('digest', digest);
  const fitting = records.filter((known) => platform === null || isForPlatform(known, platform));
  // A manifest's digest is that image, whatever platform was asked for.
  const other = records.find(({ manifest }) => manifest === digest);
  return fitting.find((known) => isNamed(known, reference)) ?? fitting[0] ?? other ?? null;
}

/** Where a tag stands beside a digest: that nobody knows the digest, or that it is of another tag. */
export async function noteTagBesideDigest(reference: string, platform: Platform | null, index: KnownImages): Promise<readonly Problem[]> {
  const { digest, tag } = parseReference(reference);
  if (digest === null || tag === null) return [];
  const known = await findByDigest(reference, platform, index);
  if (known !== null && isNamed(known, reference)) return [];
  const name = shortName(reference);
  const message =
    known === null
      ? `No index at hand knows the digest of ${name}: what is told of it is by the tag, which the build does not look at.`
      : `The digest of ${name} is that of ${shortName(known.reference)}, as seen ${known.seen}: the build takes the digest, whatever the tag beside it.`;
  return [{ kind: 'tag-beside-digest', message, where: reference, incomplete: false }];
}

function isNamed({ reference, otherNames = [] }: KnownImage, name: string): boolean {
  return [reference, ...otherNames].some((one) => isSameTag(one, name));
}
