/** A module and its version, as go.mod and go.sum name them. */
export type GoModuleVersion = readonly [path: string, version: string];

export interface GoMod {
  readonly module: string | null;
  /** `1.21`; null where it does not say, which is older than 1.12. */
  readonly go: string | null;
  /** Required modules, with what replaces them; what a folder replaces is left out. */
  readonly requires: readonly GoModuleVersion[];
}

/** The lines of go.mod; Go Modules Reference, "go.mod files". What is none of these is passed over. */
export function readGoMod(text: string): GoMod {
  let [module, go]: [string | null, string | null] = [null, null];
  const requires: GoModuleVersion[] = [];
  const replaced = new Map<string, GoModuleVersion | null>();
  for (const [verb, ...words] of directives(text)) {
    if (verb === 'module') module = words[0] ?? null;
    else if (verb === 'go') go = words[0] ?? null;
    else if (verb === 'require' && words[0] !== undefined && words[1] !== undefined) requires.push([words[0], words[1]]);
    else if (verb === 'replace') readReplace(words, replaced);
  }
  return {
    module,
    go,
    requires: requires.flatMap(([path, version]): readonly GoModuleVersion[] => {
      const other = replaced.get(`${path}@${version}`) ?? replaced.get(path);
      if (replaced.has(`${path}@${version}`) || replaced.has(path)) return other === undefined || other === null ? [] : [other];
      return [[path, version]];
    }),
  };
}

/** go.sum: modules whose content was checked, not only their go.mod; Go Modules Reference, "go.sum files". */
export function readGoSum(text: string): readonly GoModuleVersion[] {
  return text.split(/\r?\n/).flatMap((line): readonly GoModuleVersion[] => {
    const [path, version, hash] = line.trim().split(/\s+/);
    return path === undefined || version === undefined || hash === undefined || version.endsWith('/go.mod') ? [] : [[path, version]];
  });
}

/** Words of each directive, those of a block with its verb before them. */
function* directives(text: string): Generator<readonly string[], void, undefined> {
  let block: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const words = (line.replace(/\/\/.*$/, '').match(/"[^"]*"|`[^`]*`|[^\s"`]+/g) ?? []).map((word) =>
      word.replace(/^(["`])(.*)\1$/, '$2'),
    );
    if (words.length === 0) continue;
    if (block !== null && words[0] === ')') block = null;
    else if (block !== null) yield [block, ...words];
    else if (words[1] === '(') block = words[0] ?? null;
    else yield words;
  }
}

/** `path [version] => path [version]`; a folder has no version. */
function readReplace(words: readonly string[], replaced: Map<string, GoModuleVersion | null>): void {
  const arrow = words.indexOf('=>');
  const [path, version] = words.slice(0, Math.max(arrow, 0));
  const [other, otherVersion] = words.slice(arrow + 1);
  if (path === undefined || other === undefined) return;
  replaced.set(version === undefined ? path : `${path}@${version}`, otherVersion === undefined ? null : [other, otherVersion]);
}
