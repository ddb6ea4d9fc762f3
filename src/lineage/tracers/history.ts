import { historyKeys } from '../../image/chain.ts';
import { historyOfLayers, layersMadeBy } from '../../image/history.ts';
import type { Image } from '../../model/image.ts';
import { ancestorClaim, type Claim, type Tracer, type TracerPorts } from '../tracer.ts';
import { shortName } from '../follow.ts';
import { originOf } from '../known-image.ts';
import { digestOf } from './chain-id.ts';

/** The history begins with the whole history of a known image, to the second: survives squashing of the layers and re-compression. */
export const history = {
  id: 'history',
  summary: 'the history begins, times included, with that of an image in the index',
  confidence: 'inferred',
  async find(image: Image, ports: TracerPorts) {
    const entries = image.config.history;
    const paired = historyOfLayers(entries, image.layers.length) !== null;
    const keys = historyKeys(entries, ports.hash);
    const found = await Promise.all(keys.map(async (key) => (key === null ? [] : ports.known.find('history', key))));
    const claims = found.flatMap((knowns, index) =>
      knowns.map((known): Claim => {
        const steps = index + 1;
        const what = steps === 1 ? 'history step 1 is that' : `history steps 1–${steps} are those`;
        const detail = `${what} of ${shortName(known.reference)} (${originOf(known)}), time included`;
        if (steps === entries.length) return { kind: 'self', tracer: history.id, confidence: 'inferred', known, detail };
        const layers = paired ? layersMadeBy(entries, steps) : null;
        return ancestorClaim({
          tracer: history.id,
          confidence: 'inferred',
          reference: known.reference,
          digest: digestOf(known),
          layers,
          history: steps,
          known,
          detail,
        });
      }),
    );
    return { claims, problems: [] };
  },
} as const satisfies Tracer;
