import type { AnswerStore } from '../ports/index.ts';
import { ANALYSIS_STORE_LIMITS } from './analysis-store.ts';
import { readChecked, withCheck } from './checked-bytes.ts';
import { nodeHash } from './hash.ts';
import { keepFiles } from './kept-files.ts';

/** Answers in `folder`, beside the analyses and within the same bounds, under a hash of `build` and question; a damaged one is not there. */
export function diskAnswerStore(folder: string, build: string): AnswerStore {
  const kept = keepFiles(folder, ANALYSIS_STORE_LIMITS, (name) => name.charAt(name.lastIndexOf('-') + 1));
  return {
    async get(question) {
      const name = nameOf(build, question);
      const file = await kept.get(name);
      if (file === null) return null;
      const bytes = readChecked(file);
      if (bytes !== null) return new TextDecoder().decode(bytes);
      await kept.drop(name);
      return null;
    },
    put: (question, answer) => kept.put(nameOf(build, question), withCheck(new TextEncoder().encode(answer))),
  };
}

/** Answers for as long as the program runs; at most `maxCount`. */
export function memoryAnswerStore(maxCount = 64): AnswerStore {
  const held = new Map<string, string>();
  return {
    get: async (question) => held.get(question) ?? null,
    async put(question, answer) {
      if (held.size < maxCount || held.has(question)) held.set(question, answer);
    },
  };
}

function nameOf(build: string, question: string): string {
  const hasher = nodeHash.start('sha256');
  hasher.update(new TextEncoder().encode(JSON.stringify([build, question])));
  return `answer-${hasher.hex()}`;
}
