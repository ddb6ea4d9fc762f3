import { asObject, asText } from '../../codec/json-shape.ts';
import { MAX_DESCRIPTORS } from '../../codec/manifests.ts';
import type { HistoryEntry } from '../../model/manifest.ts';
import { instructionOf } from '../../image/history.ts';

/** An engine's history, oldest first as a config has it. */
export interface EngineHistory {
  readonly entries: readonly HistoryEntry[];
  /** Bytes of the files of each layer, bottom first; null where it can't be told which entry made which layer. */
  readonly sizes: readonly number[] | null;
}

/**
 * Reads the answer to `GET /images/{name}/history`. It does not say which steps made a layer: those with a size did, those that
 * only set something did not, and of what is left (a RUN that changed no file) it is known only where the number of layers agrees.
 */
export function readEngineHistory(answer: readonly unknown[], layerCount: number): EngineHistory {
  const steps = answer.slice(0, MAX_DESCRIPTORS).map(readStep).reverse();
  const large = steps.map((step) => step.size > 0);
  const filled = steps.map((step) => step.size > 0 || !setsOnly(step.entry));
  const made = [large, filled].find((flags) => flags.filter(Boolean).length === layerCount) ?? null;
  const flags = made ?? large;
  return {
    entries: steps.map((step, i) => ({ ...step.entry, emptyLayer: flags[i] !== true })),
    sizes: made === null ? null : steps.filter((_, i) => made[i]).map((step) => step.size),
  };
}

interface Step {
  readonly entry: HistoryEntry;
  readonly size: number;
}

function readStep(value: unknown): Step {
  const json = asObject(value) ?? {};
  const { Created: created, Size: size } = json;
  return {
    entry: {
      created: typeof created === 'number' ? readSeconds(created) : asText(created),
      createdBy: asText(json['CreatedBy']),
      author: null,
      comment: asText(json['Comment']),
      emptyLayer: false,
    },
    size: typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : 0,
  };
}

/** Go's zero time stands for "not stated". */
function readSeconds(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  if (seconds <= 0 || Number.isNaN(date.getTime())) return null;
  return date.toISOString().replace('.000Z', 'Z');
}

/** Steps that never make a layer, whoever builds. WORKDIR may. */
function setsOnly(entry: HistoryEntry): boolean {
  return /^(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/i.test(instructionOf(entry));
}
