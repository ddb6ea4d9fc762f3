import { attributeLayers, sizeOfLayers } from '../image/attribution.ts';
import { factsOf } from '../lineage/facts.ts';
import { traceImage } from '../lineage/trace-image.ts';
import type { Image } from '../model/image.ts';
import { parseReference } from '../model/reference.ts';
import type { Trace, TraceSubject } from '../model/trace.ts';
import type { AppPorts } from './app-ports.ts';
import { linesOfHistory } from './dockerfile-lines.ts';
import { wireLineage } from './lineage-ports.ts';
import type { OpenedRequest } from './trace-request.ts';
import { verifyImage } from '../store/verify-image.ts';

/**
 * An open image's trace, whether all its layers were read and hashed on the way, and the line of the Dockerfile that each history entry
 * comes from, where one was given. The image stays open.
 */
export async function traceOpened(image: Image, request: OpenedRequest, ports: AppPorts): Promise<OpenedTrace> {
  const verified = request.verify ? await verifyImage(image, ports.store) : null;
  const hashed = verified?.complete ?? false;
  const wired = await wireLineage(registryOf(image), request.settings, ports);
  const { lineage, self } = await traceImage(image, { verified: hashed }, wired.ports);
  const lines = request.dockerfile === null ? null : await linesOfHistory(image, lineage, request.dockerfile, request, ports);
  const problems = [...lineage.problems, ...wired.problems(), ...(lines?.problems ?? []), ...(verified?.problems ?? [])];
  const subject: TraceSubject = {
    kind: 'image',
    name: image.reference ?? image.location,
    reference: image.reference,
    knownAs: self === null || self.reference === image.reference ? null : self.reference,
    location: image.location,
    platform: image.platform,
    otherPlatforms: image.otherPlatforms,
    indexDigest: image.indexDigest,
    manifestDigest: image.manifestDigest,
    configDigest: image.configDigest,
    created: image.config.created,
    size: sizeOfLayers(image, image.layers.length === 0 ? null : { first: 0, last: image.layers.length - 1 }),
    ownSize: sizeOfLayers(image, lineage.own.layers),
    layerCount: image.layers.length,
    verified: hashed,
    facts: self === null ? null : await factsOf(self.reference, self.isNameSure ? 'layers' : 'name', image.platform, wired.ports),
    stages: [],
  };
  const layers = attributeLayers(image, lineage, lines?.lines ?? null);
  return { trace: { subject, lineage: { ...lineage, problems }, layers, lenders: [] }, hashed, lines: lines?.lines ?? null };
}

interface OpenedTrace {
  readonly trace: Trace;
  readonly hashed: boolean;
  /** One-based. */
  readonly lines: readonly (number | null)[] | null;
}

/** The registry that the image was pulled from just now; null for all else. */
function registryOf({ source, reference }: Image): string | null {
  return source === 'docker' && reference !== null ? parseReference(reference).registry : null;
}
