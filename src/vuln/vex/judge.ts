import type { Inventory, ScannedFinding } from '../../model/scan.ts';
import type { VexDocument, VexProduct, VexStatement, VexStatus } from '../../model/suppression.ts';
import { type ImageTarget, imageTarget, isImage, isSystem } from './match-image.ts';
import { matchesPurl, type PurlTarget, purlTarget } from './match-purl.ts';

/** What VEX documents say of the findings of an image. */
export interface VexJudge {
  /** The statement that counts for a finding; null where none is about it. */
  statementFor(finding: ScannedFinding): VexStatement | null;
}

/** Makes one for the documents; all they say is sorted by id once, since a publisher's may hold thousands of statements. */
export function vexJudge(documents: readonly VexDocument[], inventory: Inventory): VexJudge {
  const byName = new Map<string, VexStatement[]>();
  for (const statement of documents.flatMap(({ statements }) => statements))
    for (const name of new Set([statement.id, ...statement.aliases].map(folded))) {
      const list = byName.get(name) ?? [];
      list.push(statement);
      byName.set(name, list);
    }
  const image = imageTarget(inventory);
  return {
    statementFor: (finding) => {
      const about = [finding.id, ...finding.aliases].flatMap((id) => byName.get(folded(id)) ?? []);
      const target = purlTarget(finding.package, finding.purl);
      const holding = [...new Set(about)].filter(
        (one) => isOf(one, finding) && one.products.some((product) => isAbout(product, target, image)),
      );
      return holding.toSorted(byTime)[0] ?? null;
    },
  };
}

function folded(id: string): string {
  return id.toUpperCase();
}

/** An advisory of a distribution may be about several vulnerabilities, so what two names have in common is no proof unless one is the name of the finding, or of the statement. */
function isOf({ id, aliases }: VexStatement, finding: ScannedFinding): boolean {
  return [finding.id, ...finding.aliases].map(folded).includes(folded(id)) || aliases.map(folded).includes(folded(finding.id));
}

/** A package alone, the whole image, or a part of the image or of the system it stands on. */
function isAbout({ whole, parts }: VexProduct, target: PurlTarget | null, image: ImageTarget): boolean {
  if (parts.length === 0) return isImage(whole, image) || isPackage(whole, target);
  return (isImage(whole, image) || isSystem(whole, image)) && parts.some((part) => isPackage(part, target));
}

function isPackage({ purls, versions }: VexProduct['whole'], target: PurlTarget | null): boolean {
  if (target === null || (versions !== null && !versions.includes(target.package.version ?? ''))) return false;
  return purls.some((purl) => matchesPurl(purl, target));
}

const CAUTION: readonly VexStatus[] = ['affected', 'under_investigation', 'fixed', 'not_affected'];

/** The latest first, as OpenVEX has it; of the same time what makes more cautious. One without a time is the oldest. */
function byTime(a: VexStatement, b: VexStatement): number {
  const [x, y] = [instantOf(a), instantOf(b)];
  return x === y ? CAUTION.indexOf(a.status) - CAUTION.indexOf(b.status) : y - x;
}

function instantOf({ time }: VexStatement): number {
  const instant = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(instant) ? 0 : instant;
}
