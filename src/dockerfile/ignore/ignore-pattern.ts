/**
 * The patterns of .dockerignore. They look like those of a shell, but two stars cross directories and mean four things:
 * `**` at the end anything that follows, alone at the start any end, elsewhere any number of whole directories.
 */
export interface IgnorePattern {
  /** Whether a path, or a directory above it, fits. The path has no leading slash. */
  readonly fits: (path: string) => boolean;
}

/** Compiles a cleaned pattern; null where a set or an escape does not end. Its matcher takes time in proportion to pattern × path. */
export function compileIgnorePattern(pattern: string): IgnorePattern | null {
  const tokens = parseTokens(pattern);
  if (tokens === null) return null;
  const plain = matchPlain(pattern, tokens);
  return { fits: plain ?? ((path) => matchTokens(tokens, path)) };
}

/** `one`: a character of which the function is true; `star`: any but slashes; `deep`: whole directories; `rest`: anything. */
type Token =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean; readonly literal: boolean }
  | { readonly kind: 'star' | 'deep' | 'rest' };

function parseTokens(pattern: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      const two = characters[at + 1] === '*';
      if (two) at++;
      if (two && characters[at + 1] === '/') at++;
      tokens.push({ kind: !two ? 'star' : at + 1 === characters.length ? 'rest' : 'deep' });
    } else if (character === '[') {
      const set = parseSet(characters, at);
      if (set === null) return null;
      tokens.push({ kind: 'one', fits: set.fits, literal: false });
      at = set.end;
    } else if (character === '?') {
      tokens.push({ kind: 'one', fits: (there) => there !== '/', literal: false });
    } else {
      if (character === '\\') at++;
      const literal = characters[at];
      if (literal === undefined) return null;
      tokens.push({ kind: 'one', fits: (there) => there === literal, literal: character !== '\\' });
    }
  }
  return tokens;
}

function parseSet(characters: readonly string[], start: number): { fits: (character: string) => boolean; end: number } | null {
  const negated = characters[start + 1] === '^';
  const ranges: (readonly [low: string, high: string])[] = [];
  let at = start + (negated ? 2 : 1);
  while (at < characters.length && (characters[at] !== ']' || ranges.length === 0)) {
    const low = readMember(characters, at);
    const ranged = low !== null && characters[low.next] === '-';
    const high = ranged ? readMember(characters, low.next + 1) : low;
    if (low === null || high === null) return null;
    ranges.push([low.character, high.character]);
    at = high.next;
  }
  if (at >= characters.length) return null;
  return { fits: (there) => ranges.some(([low, high]) => low <= there && there <= high) !== negated, end: at };
}

function readMember(characters: readonly string[], at: number): { character: string; next: number } | null {
  const first = characters[at];
  if (first === undefined || first === '-' || first === ']') return null;
  if (first !== '\\') return { character: first, next: at + 1 };
  const escaped = characters[at + 1];
  return escaped === undefined ? null : { character: escaped, next: at + 2 };
}

/** Patterns whose only special characters are two stars at one end are compared as they are written: `**x` fits `ax` too. */
function matchPlain(pattern: string, tokens: readonly Token[]): ((path: string) => boolean) | null {
  const [first] = tokens;
  const startsDeep = first?.kind === 'deep' || (tokens.length === 1 && first?.kind === 'rest');
  const body = startsDeep ? tokens.slice(1) : tokens;
  const endsDeep = !startsDeep && body.at(-1)?.kind === 'rest';
  if (!(endsDeep ? body.slice(0, -1) : body).every((token) => token.kind === 'one' && token.literal)) return null;
  if (endsDeep) {
    const prefix = pattern.slice(0, pattern.lastIndexOf('**'));
    return (path) => path.startsWith(prefix);
  }
  if (!startsDeep) return (path) => path === pattern || path.startsWith(`${pattern}/`);
  const suffix = pattern.slice(2);
  const whole = suffix.startsWith('/') ? suffix.slice(1) : null;
  return (path) => {
    if (path.endsWith(suffix) || path.includes(`${suffix}/`)) return true;
    return whole !== null && (path === whole || path.startsWith(`${whole}/`));
  };
}

/** Follows all ways at once, so that no pattern takes long. */
function matchTokens(tokens: readonly Token[], path: string): boolean {
  let states = new Set<number>();
  enter(tokens, states, 0);
  for (const character of path) {
    if (character === '/' && states.has(tokens.length)) return true;
    const next = new Set<number>();
    for (const state of states) step(tokens, next, state, character);
    states = next;
  }
  return states.has(tokens.length);
}

function enter(tokens: readonly Token[], states: Set<number>, state: number): void {
  states.add(state);
  const token = tokens[state];
  if (token !== undefined && token.kind !== 'one') enter(tokens, states, state + 1);
}

function step(tokens: readonly Token[], next: Set<number>, state: number, character: string): void {
  const token = tokens[state];
  if (token === undefined) return;
  if (token.kind === 'one') {
    if (token.fits(character)) enter(tokens, next, state + 1);
    return;
  }
  if (token.kind === 'deep') {
    // Once begun, a run of directories ends after a slash only.
    next.add(state);
    if (character === '/') enter(tokens, next, state + 1);
  } else if (token.kind === 'rest' || character !== '/') {
    enter(tokens, next, state);
  }
}
