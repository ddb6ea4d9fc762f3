import { historyOfLayers, layersMadeBy, stepText } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../short-name.ts';
import { MAKERS } from '../makers.ts';
import { ancestorClaim, type AncestorClaim, type Tracer } from '../tracer.ts';

/** Signs that the makers of base images leave in the history or in labels. They show whose work the lower layers are, seldom which build. */
export const vendorMarker = {
  id: 'vendor-marker',
  summary:
    'signs of known makers: debuerreotype (Debian), Ubuntu, Alpine, Fedora, distroless (Bazel), apko, Windows, UBI, buildpacks, Jib, ko …',
  confidence: 'inferred',
  async find(image: Image) {
    return { claims: [...fromHistory(image), buildpacks(image), universalBase(image)].filter((claim) => claim !== null), problems: [] };
  },
} as const satisfies Tracer;

function fromHistory(image: Image): readonly AncestorClaim[] {
  const { history } = image.config;
  if (historyOfLayers(history, image.layers.length) === null) return [];
  const texts = history.slice(0, MAX_STEPS).map(stepText);
  return MAKERS.flatMap((findSign): readonly AncestorClaim[] => {
    const sign = findSign(texts);
    // All there is: then this is the subject itself, not its ancestor.
    if (sign === null || sign.steps === history.length) return [];
    const layers = layersMadeBy(history, sign.steps);
    if (layers === 0) return [];
    const detail = `${sign.steps === 1 ? 'history step 1 is' : `history steps 1–${sign.steps} are`} ${sign.says}`;
    const reference = sign.name === null ? null : fullReference(sign.name);
    return [ancestorClaim({ tracer: vendorMarker.id, confidence: 'inferred', reference, layers, history: sign.steps, detail })];
  });
}

/** A history may have as many as its file has room for. */
const MAX_STEPS = 10_000;

/** The buildpacks lifecycle records the run image and its top layer (buildpacks platform spec, `io.buildpacks.lifecycle.metadata`). */
function buildpacks(image: Image): AncestorClaim | null {
  const record = json(image.config.labels['io.buildpacks.lifecycle.metadata']);
  const run = field(record, 'runImage');
  const top = image.layers.findIndex((layer) => layer.diffId !== null && layer.diffId === field(run, 'topLayer'));
  const name = field(run, 'image') ?? field(field(field(record, 'stack'), 'runImage'), 'image');
  const reference = typeof name === 'string' ? fullReference(name) : null;
  if (top < 0 || reference === null) return null;
  const detail = `the label io.buildpacks.lifecycle.metadata names the run image ${shortName(reference)} and its top layer, ${top + 1}`;
  return ancestorClaim({ tracer: vendorMarker.id, confidence: 'claimed', reference, layers: top + 1, parent: true, detail });
}

/** Red Hat's universal base images say so in labels, which all that is built upon them inherits: a hint without a boundary. */
function universalBase(image: Image): AncestorClaim | null {
  const { labels } = image.config;
  const component = labels['com.redhat.component'] ?? '';
  const [, release, kind] = /^ubi(\d+)(-minimal|-micro|-init)?-container$/.exec(component) ?? [];
  if (release === undefined) return null;
  const reference = fullReference(`registry.access.redhat.com/ubi${release}${kind === undefined ? '' : `/ubi${kind}`}`);
  const detail = `the label com.redhat.component says ${component}, as Red Hat’s universal base image ${release} does and all that is built upon it`;
  return ancestorClaim({ tracer: vendorMarker.id, confidence: 'claimed', reference, inheritable: true, detail });
}

function json(text: string | undefined): unknown {
  if (text === undefined || text.length > 1_000_000) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
