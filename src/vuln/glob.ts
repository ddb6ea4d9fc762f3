/**
 * A test for names and paths, in time proportional to pattern × text whatever either is. `?` is any character, `*` any of them; of a
 * path neither is a slash, and `**` crosses these (with the slash after it, also none at all). All else means itself.
 */
export function globTest(pattern: string, of: 'name' | 'path'): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const tokens = tokensOf(pattern, of);
  return (text) => fits(tokens, text);
}

/** `one`: a character, any where it is null; `star`: any number of them. */
interface Token {
  readonly kind: 'one' | 'star';
  readonly character: string | null;
  readonly crosses: boolean;
}

function tokensOf(pattern: string, of: 'name' | 'path'): readonly Token[] {
  const tokens: Token[] = [];
  for (const part of pattern.match(/\*\*\/|\*+|[^*]/gsu) ?? []) {
    const crosses = of === 'name' || part.startsWith('**');
    if (part.startsWith('*')) tokens.push({ kind: 'star', character: part === '**/' ? '/' : null, crosses });
    else tokens.push({ kind: 'one', character: part === '?' ? null : part, crosses });
  }
  return tokens;
}

/** All places of the pattern that the text up to here can have reached. */
function fits(tokens: readonly Token[], text: string): boolean {
  let reached = closed(new Set([0]), tokens, true);
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const token = tokens[at];
      if (token === undefined || !takes(token, character)) continue;
      next.add(token.kind === 'star' ? at : at + 1);
    }
    reached = closed(next, tokens, character === '/');
    if (reached.size === 0) return false;
  }
  return reached.has(tokens.length);
}

function takes({ character, crosses, kind }: Token, there: string): boolean {
  if (kind === 'star' || character === null) return crosses || there !== '/';
  return character === there;
}

/** With what follows stars, which may stand for nothing; after a double star and its slash only whole folders are left out. */
function closed(places: Set<number>, tokens: readonly Token[], isFolderStart: boolean): Set<number> {
  for (const at of places) {
    const token = tokens[at];
    if (token?.kind === 'star' && (token.character === null || isFolderStart)) places.add(at + 1);
  }
  return places;
}
