/** What was passed over, and why: the first some, and how many in all. */
export interface Told {
  readonly count: number;
  /** `where: what`. */
  readonly examples: readonly string[];
}

const MOST = 20;

/** Collects what is told while advisories are read. Ten thousand lines help nobody. */
export function collectTold(): { readonly tell: (where: string, what: string) => void; readonly first: string | null; all(): Told } {
  const examples: string[] = [];
  let count = 0;
  return {
    tell: (where, what) => {
      count += 1;
      const text = what.startsWith(where) ? what : `${where}: ${what}`;
      if (examples.length < MOST) examples.push(text.slice(0, 500));
    },
    get first() {
      return examples[0] ?? null;
    },
    all: () => ({ count, examples }),
  };
}
