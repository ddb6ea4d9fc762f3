import type { Tracer } from '../tracer.ts';
import { annotation } from './annotation.ts';
import { chainId } from './chain-id.ts';
import { history } from './history.ts';
import { historyComment } from './history-comment.ts';
import { layerDigest } from './layer-digest.ts';
import { manifestDigest } from './manifest-digest.ts';
import { officialNameTracer } from './official-name.ts';
import { osRelease } from './os-release.ts';
import { provenance } from './provenance.ts';
import { vendorMarker } from './vendor-marker.ts';

/** Every tracer, best evidence first. Adding one: its file in this folder, and a line here. */
export const TRACERS: readonly Tracer[] = [
  manifestDigest,
  chainId,
  layerDigest,
  history,
  provenance,
  annotation,
  historyComment,
  vendorMarker,
  osRelease,
  officialNameTracer,
];
