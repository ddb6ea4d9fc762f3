import { CATALOGERS } from '../catalog/catalogers/index.ts';
import { purlOf } from '../catalog/package-purl.ts';
import { ownerOf } from '../image/attribution.ts';
import type { Image } from '../model/image.ts';
import type { Sbom, SbomPackage } from '../model/sbom.ts';
import type { SourceSettings } from '../store/source.ts';
import type { AppPorts } from './app-ports.ts';
import { catalogOnce } from './catalog-once.ts';
import type { ReadSurface } from './describe-surface.ts';
import { openForReading } from './open-for-reading.ts';
import { readingNotes } from './reading-notes.ts';
import { traceOpened } from './trace-opened.ts';

export interface SbomRequest {
  /** An image in any form a source knows. */
  readonly target: string;
  /** The Dockerfile it was built from, whose lines are told. */
  readonly dockerfile: string | null;
  readonly settings: SourceSettings;
}

/** The packages of an image, each with the layer and the ancestor that brought it. Throws what opening and reading the image throws. */
export async function makeSbom(request: SbomRequest, ports: AppPorts): Promise<Sbom> {
  return readSbom(request, ports, async ({ sbom }) => sbom);
}

/** An image that is open, and all that was read of it. */
export interface ReadImage extends Pick<ReadSurface, 'image' | 'found' | 'lines'> {
  readonly sbom: Sbom;
  /** As the image has to be read with. */
  readonly ports: AppPorts;
}

/** The same, for who asks more of the image while it is open. */
export async function readSbom<T>(request: SbomRequest, ports: AppPorts, use: (read: ReadImage) => Promise<T>): Promise<T> {
  const { image, ports: opened } = await openForReading(request.target, request.settings, ports);
  try {
    return await use({ image, ports: opened, ...(await sbomOf(image, request, opened)) });
  } finally {
    await image.close();
  }
}

async function sbomOf(
  image: Image,
  { dockerfile, settings }: SbomRequest,
  ports: AppPorts,
): Promise<Pick<ReadImage, 'sbom' | 'found' | 'lines'>> {
  const { trace, lines } = await traceOpened(image, { dockerfile, buildArgs: {}, stage: null, verify: false, settings }, ports);
  const { distribution, packages, gone, account, surface, problems } = await catalogOnce(image, ports);
  const listed = packages.map(
    ({ package: found, layer, history, share, contains, dependsOn }): SbomPackage => ({
      package: found,
      purl: purlOf(found, distribution),
      layer,
      owner: ownerOf(layer, trace.lineage),
      declared: DECLARED.has(found.foundBy),
      history,
      ...share,
      contains: contains.map((part) => purlOf(part, distribution)),
      dependsOn,
    }),
  );
  const sbom: Sbom = {
    trace,
    distribution,
    packages: sorted(listed),
    gone: gone.map((one) => ({ ...one, purl: purlOf(one.package, distribution) })),
    files: account,
    problems: [...(await readingNotes(image, trace, ports.store.files)), ...problems],
  };
  return { sbom, found: surface, lines };
}

const DECLARED: ReadonlySet<string> = new Set(CATALOGERS.filter(({ finds }) => finds === 'declared').map(({ id }) => id));

/** Sorted, and what they depend on with them. */
function sorted(packages: readonly SbomPackage[]): readonly SbomPackage[] {
  const order = [...packages.entries()].toSorted(([, a], [, b]) => compare(a, b));
  const places = new Map(order.map(([old], at) => [old, at]));
  return order.map(([, one]) => ({
    ...one,
    dependsOn: one.dependsOn.flatMap((old) => places.get(old) ?? []).toSorted((a, b) => a - b),
  }));
}

/** By kind, name, version, layer; by code units, so that every machine gives the same order. */
function compare(a: SbomPackage, b: SbomPackage): number {
  const keys = [a, b].map(({ package: one, purl, layer }) => [one.type, one.name, one.version ?? '', purl, String(layer).padStart(5, '0')]);
  const [x = [], y = []] = keys;
  const at = x.findIndex((part, place) => part !== y[place]);
  return at < 0 ? 0 : (x[at] ?? '') < (y[at] ?? '') ? -1 : 1;
}
