import { isOfDistribution, type Package } from '../model/package.ts';
import { formatPurl, type Purl } from '../model/purl.ts';
import type { Distribution } from '../model/sbom.ts';

/** The package's purl; those of a distribution with it as namespace, and as `distro=debian-12`. */
export function purlOf(found: Package, distribution: Distribution | null): Purl {
  const { type, name, version, architecture } = found;
  // purl-types, `deb`, `apk`, `rpm`: the distribution's id is the namespace.
  if (!isOfDistribution(type)) return formatPurl({ type, namespace: found.namespace, name, version, qualifiers: {} });
  const id = distribution?.id ?? DEFAULTS[type] ?? null;
  const distro =
    distribution === null ? null : distribution.versionId === null ? distribution.id : `${distribution.id}-${distribution.versionId}`;
  const [plain, epoch] = type === 'rpm' ? splitEpoch(version) : [version, null];
  const qualifiers = { arch: architecture, epoch, rpmmod: found.modularity ?? null, distro };
  return formatPurl({ type, namespace: found.namespace ?? id, name, version: plain, qualifiers });
}

/** purl-types, `rpm`: the version is that and the release, the epoch a qualifier. */
function splitEpoch(version: string | null): readonly [version: string | null, epoch: string | null] {
  const [, epoch, rest] = /^(\d+):(.*)$/.exec(version ?? '') ?? [];
  return epoch === undefined || rest === undefined ? [version, null] : [rest, epoch];
}

/** Where the root says nothing of itself (distroless' neighbours, a lone database), what the kind was made for. */
const DEFAULTS: Readonly<Record<string, string>> = { deb: 'debian', apk: 'alpine' };
