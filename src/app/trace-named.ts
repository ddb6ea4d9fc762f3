import { fullReference } from '../lineage/ancestors.ts';
import { factsOf } from '../lineage/facts.ts';
import { traceReference } from '../lineage/trace-declared.ts';
import type { OpenOptions } from '../ports/index.ts';
import type { Problem } from '../model/problem.ts';
import type { Trace } from '../model/trace.ts';
import type { AppPorts } from './app-ports.ts';
import { edgeIndex } from './lineage-ports.ts';
import { NO_IMAGE } from './no-image.ts';

/** The full reference that a location means, with or without `docker://`; null where it is none. */
export function referenceIn(location: string): string | null {
  return fullReference(location.replace(/^(docker|docker-daemon|podman):(\/\/)?/, ''));
}

/** What the indexes tell of a name whose image is not at hand. */
export async function traceNamed(
  reference: string,
  problems: readonly Problem[],
  request: { readonly settings: OpenOptions },
  ports: AppPorts,
): Promise<Trace> {
  const platform = request.settings.platform ?? ports.store.environment.hostPlatform;
  const indexes = { known: edgeIndex(ports.indexes), official: await ports.indexes.official() };
  const lineage = await traceReference(reference, platform, indexes);
  return {
    subject: {
      ...NO_IMAGE,
      kind: 'reference',
      name: reference,
      reference,
      location: reference,
      platform,
      facts: await factsOf(reference, 'name', platform, indexes),
    },
    lineage: { ...lineage, problems: [...lineage.problems, ...problems] },
    layers: [],
    lenders: [],
  };
}
