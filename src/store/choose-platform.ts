import { isUnknownPlatform } from '../codec/manifests.ts';
import { FromageError } from '../model/error.ts';
import type { Platform } from '../model/platform.ts';
import { formatPlatform, matchPlatform, normalizePlatform } from '../model/platform.ts';

/** Something offered for a platform. */
export interface Offer {
  readonly platform: Platform;
}

/**
 * The offer for the platform asked for; where none was asked for, the host's, else the only one there is. An older variant
 * of the same architecture will do (arm v6 on a v7), a newer one won't; the nearest is taken, then the first listed.
 * Throws `not-found` where what was asked for is not offered, `ambiguous` where there is no ground to choose.
 */
export function choosePlatform<T extends Offer>(offers: readonly T[], asked: Platform | null, host: Platform, what: string): T {
  const wanted = asked ?? host;
  const best = bestMatch(offers, wanted);
  if (best !== null) return best;
  const offered = listPlatforms(offers);
  if (asked !== null) {
    throw new FromageError('not-found', `${what} has no image for ${formatPlatform(asked)}`, { hint: `it offers ${offered.join(', ')}` });
  }
  const [only] = offers;
  if (only !== undefined && offered.length === 1) return only;
  throw new FromageError('ambiguous', `${what} has images for several platforms, and none for ${formatPlatform(host)}`, {
    hint: `choose one with --platform: ${offered.join(', ')}`,
  });
}

/** The platforms offered as text, each once, in the order listed. */
export function listPlatforms(offers: readonly Offer[]): readonly string[] {
  return [...new Set(offers.map((offer) => formatPlatform(offer.platform)))];
}

/** Where there was nothing to choose from, what was asked for must still be what it is, save for the variant; a config that doesn't say passes. Throws `not-found`. */
export function refuseOtherPlatform(platform: Platform, asked: Platform | null, what: string): void {
  if (asked === null || isUnknownPlatform(platform)) return;
  const [a, b] = [normalizePlatform(asked), normalizePlatform(platform)];
  if (a.os === b.os && a.architecture === b.architecture) return;
  throw new FromageError('not-found', `${what} has no image for ${formatPlatform(asked)}`, {
    hint: `it is for ${formatPlatform(platform)} only`,
  });
}

function bestMatch<T extends Offer>(offers: readonly T[], wanted: Platform): T | null {
  let best: { offer: T; distance: number } | null = null;
  for (const offer of offers) {
    const distance = variantDistance(wanted, offer.platform);
    if (distance !== null && (best === null || distance < best.distance)) best = { offer, distance };
  }
  return best?.offer ?? null;
}

/** 0 for the very variant, more for an older one; null where the offer would not run, or is for something else. */
function variantDistance(wanted: Platform, offered: Platform): number | null {
  const a = normalizePlatform(wanted);
  const b = normalizePlatform(offered);
  if (a.os !== b.os || a.architecture !== b.architecture) return null;
  if (a.osVersion !== undefined && b.osVersion !== undefined && a.osVersion !== b.osVersion) return null;
  const have = variantNumber(a);
  const need = variantNumber(b);
  if (have === null || need === null) return a.variant === b.variant ? 0 : matchPlatform(wanted, offered) ? 1 : null;
  if (need <= have) return have - need;
  // No variant was asked for: a newer one is better than nothing, the least new first.
  return wanted.variant === undefined && matchPlatform(wanted, offered) ? 100 + need : null;
}

/** amd64 alone is v1, arm64 alone v8; `v9.2`-like variants count with their fraction. Null where it is no number. */
function variantNumber(platform: Platform): number | null {
  const text = platform.variant ?? DEFAULT_VARIANTS[platform.architecture] ?? '';
  const found = /^v?(\d+(?:\.\d+)?)$/.exec(text);
  return found === null ? null : Number(found[1]);
}

const DEFAULT_VARIANTS: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };
