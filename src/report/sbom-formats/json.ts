import type { PackageEvent, Sbom } from '../../model/sbom.ts';
import type { Trace } from '../../model/trace.ts';
import { layerNumber } from '../layer-number.ts';
import type { SbomFormat } from '../sbom-format.ts';

/** All of it: the subject, its ancestors, and each package with its layer and owner. */
export const json = {
  id: 'json',
  summary: 'everything, for machines',
  write: (sbom) => `${JSON.stringify(documentOf(sbom), null, 2)}\n`,
} as const satisfies SbomFormat;

/** Counted up where a field changes its meaning or goes; new fields may come at any time. */
const SBOM_SCHEMA_VERSION = 1;

function documentOf({ trace, distribution, packages, gone, files, problems }: Sbom): object {
  const { subject, lineage } = trace;
  return {
    schemaVersion: SBOM_SCHEMA_VERSION,
    subject,
    ancestors: lineage.ancestors,
    end: lineage.end,
    distribution,
    packages: packages.map(({ package: found, purl, ...rest }) => ({
      purl,
      ...found,
      locations: found.locations.map(({ path, place }) => ({ path, layer: layerNumber(place.layer) })),
      line: trace.layers[rest.layer]?.line ?? null,
      ...rest,
      layer: layerNumber(rest.layer),
      touched: rest.touched === null ? null : layerNumber(rest.touched),
      history: rest.history.map((event) => placed(event, trace)),
    })),
    gone: gone.map(({ package: { type, namespace, name, version, architecture }, purl, history }) => ({
      purl,
      type,
      namespace,
      name,
      version,
      architecture,
      history: history.map((event) => placed(event, trace)),
    })),
    files: { ...files, largest: files.largest.map((file) => ({ ...file, layer: layerNumber(file.layer) })) },
    problems: [...lineage.problems, ...problems],
  };
}

/** With the line and the ancestor of its layer. */
function placed(event: PackageEvent, { layers }: Trace): object {
  const layer = layers[event.layer];
  return { ...event, layer: layerNumber(event.layer), line: layer?.line ?? null, owner: layer?.owner ?? null };
}
