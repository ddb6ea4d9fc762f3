import { FromageError } from '../model/error.ts';
import { showPath } from '../model/image-path.ts';
import type { ExtractorFacts, Fact } from '../model/layer-analysis.ts';
import type { Problem } from '../model/problem.ts';
import type { Extractor, FileBody } from './cataloger.ts';

/** Runs extractors and keeps what they find. */
export interface FactGatherer {
  /** Those of the extractors that take a file of this size; of the others a Problem is told. */
  within(extractors: readonly Extractor[], path: string, size: number): readonly Extractor[];
  /** Remembers that they were asked about the row, whether or not they come to read it. */
  ask(extractors: readonly Extractor[], row: number): void;
  extract(extractors: readonly Extractor[], row: number, path: string, body: FileBody): Promise<void>;
  /** What an extractor found in a row, null where that was nothing; undefined where it was not asked. */
  found(extractor: Extractor, row: number): Fact['value'] | undefined;
  add(extractor: Extractor, row: number, value: Fact['value']): void;
  /** In the order of rows. */
  done(): readonly ExtractorFacts[];
}

export function gatherFacts(extractors: readonly Extractor[], tell: (problem: Problem) => void): FactGatherer {
  const found = new Map(extractors.map((extractor) => [extractor, new Map<number, Fact['value']>()]));
  return {
    within: (wanting, path, size) =>
      wanting.filter(({ id, maxBytes }) => {
        if (size <= maxBytes) return true;
        tell(unread(path, `has ${size} bytes; ${id} reads at most ${maxBytes}`));
        return false;
      }),
    ask: (wanting, row) => {
      for (const extractor of wanting) found.get(extractor)?.set(row, null);
    },
    async extract(wanting, row, path, body) {
      for (const extractor of wanting) {
        try {
          found.get(extractor)?.set(row, await extractor.extract(path, body, (damage) => tell(unread(path, damage))));
        } catch (error) {
          tell(failure(error, path));
        }
      }
    },
    found: (extractor, row) => found.get(extractor)?.get(row),
    add: (extractor, row, value) => void found.get(extractor)?.set(row, value),
    done: () =>
      extractors.map((extractor) => ({
        extractor: extractor.id,
        version: extractor.version,
        facts: [...(found.get(extractor) ?? [])]
          .filter(([, value]) => value !== null)
          .map(([row, value]) => ({ row, value }))
          .sort((a, b) => a.row - b.row),
      })),
  };
}

/** A Problem of one file; the answer lacks what it would have said. */
export function unread(path: string, why: string): Problem {
  return { kind: 'unreadable', message: `${showPath(path)} ${why}`, where: path, incomplete: true };
}

/** An extractor's own mistakes are errors of ours and end the run; what is wrong with a file does not. */
function failure(error: unknown, path: string): Problem {
  if (!(error instanceof FromageError) || !OF_THE_FILE.has(error.code)) throw error;
  return unread(path, `could not be read: ${error.message}`);
}

const OF_THE_FILE: ReadonlySet<string> = new Set(['malformed', 'truncated', 'too-large', 'unsupported', 'not-found', 'digest-mismatch']);
