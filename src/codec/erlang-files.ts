/** A package of Hex that a lock file pins. */
export type LockedHex = readonly [name: string, version: string];

/** An application as Erlang loads it. */
export interface ErlangApplication {
  readonly name: string;
  readonly version: string;
  /** Applications that must run before it. */
  readonly needs: readonly string[];
}

/** mix.lock: a map, an entry a line: `"jason": {:hex, :jason, "1.4.1", …}`. What is of git has no version. */
export function readMixLock(text: string): readonly LockedHex[] {
  return pairs(text, /^[ \t]*"[^"]+": \{:hex, :"?([\w.-]+)"?, "([^"]+)"/gm);
}

/** rebar.lock: `{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0}`; before version 1.1 too. */
export function readRebarLock(text: string): readonly LockedHex[] {
  return pairs(text, /\{pkg,\s*<<"([^"]+)">>,\s*<<"([^"]+)">>/g);
}

function pairs(text: string, pattern: RegExp): readonly LockedHex[] {
  return [...text.matchAll(pattern)].map(([, name = '', version = '']) => [name, version]);
}

/** An `.app` file (Erlang/OTP, app(4)): one term, of which what is needed is found by its words. Null where it has no name or version. */
export function readErlangApplication(text: string): ErlangApplication | null {
  const bare = text.replace(/^[ \t]*%.*$/gm, '');
  const name = /^\s*\{\s*application\s*,\s*'?([a-z][\w@]*)'?\s*,/.exec(bare)?.[1];
  const version = /\{\s*vsn\s*,\s*"(\d[^"]*)"\s*\}/.exec(bare)?.[1];
  if (name === undefined || version === undefined) return null;
  const [, list = ''] = bare.split(/\{\s*applications\s*,\s*\[/, 2);
  const [needs = ''] = list.split(']', 1);
  return { name, version, needs: [...needs.matchAll(/[a-z][\w@]*/g)].map(([need]) => need) };
}
