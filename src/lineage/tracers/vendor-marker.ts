import { historyOfLayers, instructionOf, layersMadeBy } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import type { HistoryEntry } from '../../model/manifest.ts';
import { fullReference } from '../ancestors.ts';
import { shortName } from '../follow.ts';
import { ancestorClaim, type AncestorClaim, type Tracer } from '../tracer.ts';

/** Signs that the makers of base images leave in the history or in labels. They show whose work the lower layers are, seldom which build. */
export const vendorMarker = {
  id: 'vendor-marker',
  summary: 'signs of known makers: debuerreotype (Debian), Ubuntu, Alpine, distroless (Bazel), buildpacks',
  confidence: 'inferred',
  async find(image: Image) {
    const paired = historyOfLayers(image.config.history, image.layers.length) !== null;
    const fromHistory = paired ? [debian(image), ubuntu(image), alpine(image), distroless(image)] : [];
    return { claims: [...fromHistory, buildpacks(image)].filter((claim) => claim !== null), problems: [] };
  },
} as const satisfies Tracer;

/** debuerreotype writes its call into the only step: `# debian.sh --arch 'amd64' out/ 'bookworm' '@1754870400'`. Slim or not is not in it. */
function debian(image: Image): AncestorClaim | null {
  const step = /^# debian\.sh .*?out\/ '?([a-z]+)'?/.exec(image.config.history[0]?.createdBy ?? '');
  if (step === null) return null;
  const detail = `history step 1 is how debuerreotype records a root file system of Debian ${step[1]}`;
  return claim(image, null, 1, detail);
}

/** Ubuntu's Dockerfile: ARG RELEASE … LABEL org.opencontainers.image.version=24.04, ADD, CMD ["/bin/bash"]. */
function ubuntu(image: Image): AncestorClaim | null {
  const { history } = image.config;
  if (!instruction(history[0]).startsWith('ARG RELEASE')) return null;
  const label = history.slice(0, 8).findIndex((entry) => instruction(entry) === 'LABEL org.opencontainers.image.ref.name=ubuntu');
  const version = history
    .slice(0, 8)
    .map((entry) => /^LABEL org\.opencontainers\.image\.version=([0-9.]+)$/.exec(instruction(entry))?.[1])
    .find((one) => one !== undefined);
  const shell = history.slice(0, 8).findIndex((entry) => /^CMD \["\/bin\/bash"\]$/.test(instruction(entry)));
  if (label < 0 || version === undefined || shell < 0) return null;
  return claim(image, fullReference(`ubuntu:${version}`), shell + 1, `history steps 1–${shell + 1} are how Ubuntu ${version} is built`);
}

/** Alpine's Dockerfile: ADD alpine-minirootfs-3.22.1-x86_64.tar.gz /, CMD ["/bin/sh"]. */
function alpine(image: Image): AncestorClaim | null {
  const { history } = image.config;
  const version = /^ADD alpine-minirootfs-(\d+\.\d+(?:\.\d+)?)-\w+\.tar\.gz \//.exec(instruction(history[0]))?.[1];
  if (version === undefined || !/^CMD \["\/bin\/sh"\]$/.test(instruction(history[1]))) return null;
  return claim(image, fullReference(`alpine:${version}`), 2, `history steps 1–2 are how Alpine ${version} is built`);
}

/** distroless images are assembled by Bazel, a layer a package; whoever builds upon them with a Dockerfile leaves other authors. */
function distroless(image: Image): AncestorClaim | null {
  const { history } = image.config;
  const other = history.findIndex((entry) => !/^bazel build /.test(entry.createdBy ?? ''));
  const steps = other < 0 ? history.length : other;
  return steps === 0 || steps === history.length
    ? null
    : claim(image, null, steps, `history steps 1–${steps} were made by Bazel, as distroless images are`);
}

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

function claim(image: Image, reference: string | null, steps: number, detail: string): AncestorClaim | null {
  const layers = layersMadeBy(image.config.history, steps);
  // All there is: then this is the subject itself, not its ancestor.
  if (layers === 0 || steps === image.config.history.length) return null;
  return ancestorClaim({ tracer: vendorMarker.id, confidence: 'inferred', reference, layers, history: steps, detail });
}

function instruction(entry: HistoryEntry | undefined): string {
  return entry === undefined ? '' : instructionOf(entry);
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
