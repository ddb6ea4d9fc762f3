import { readGoMod, readGoSum } from '../../codec/go-mod.ts';
import { splitPath } from '../../model/image-path.ts';
import type { Package } from '../../model/package.ts';
import { type Cataloger, type PlacedFact, readBody } from '../cataloger.ts';
import { goModuleRow } from '../go-module.ts';
import { type ListedRow, listedPackage } from '../listed-package.ts';

/** Whether go.mod lists what its requirements require too. Of go.sum that is never asked. */
type GoFacts = readonly [isWhole: boolean, rows: readonly ListedRow[]];

/** Go's own source, the modules it fetched, and what is there for tests say nothing of this image. */
const OF_OTHERS = /(?:^|\/)(?:go\/src|pkg\/mod|testdata|vendor)\//;

/** Modules that Go sources here require. */
export const goMod = {
  id: 'go-mod',
  version: 1,
  summary: '`go.mod` with its replacements; of Go before 1.17, whose `go.mod` does not list all, `go.sum` too',
  types: ['golang'],
  finds: 'declared',
  wish: { paths: ['**/go.mod', '**/go.sum'] },
  maxBytes: 16 * 1024 * 1024,
  async extract(path, body) {
    if (OF_OTHERS.test(path)) return null;
    const text = new TextDecoder().decode(await readBody(body));
    if (splitPath(path)[1] === 'go.sum') return [false, readGoSum(text).map(([module, version]) => goModuleRow(module, version))];
    const { go, requires } = readGoMod(text);
    return [isPruned(go), requires.map(([module, version]) => goModuleRow(module, version))];
  },
  assemble: (_tree, facts) => [...Map.groupBy(facts, ({ path }) => splitPath(path)[0]).values()].flatMap(declaredIn),
} as const satisfies Cataloger<GoFacts>;

/** Since 1.17 go.mod lists every module that takes part; Go Modules Reference, "Module graph pruning". */
function isPruned(go: string | null): boolean {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(go ?? '') ?? [];
  return Number(major) > 1 || Number(minor) >= 17;
}

function declaredIn(facts: readonly PlacedFact<GoFacts>[]): readonly Package[] {
  const mod = facts.find(({ path }) => splitPath(path)[1] === 'go.mod');
  const sum = facts.find(({ path }) => splitPath(path)[1] === 'go.sum');
  const required = mod === undefined ? [] : packagesOf(mod, mod.value[1]);
  if (sum === undefined || mod?.value[0] === true) return required;
  const known = new Set(mod?.value[1].map(moduleOf));
  return [
    ...required,
    ...packagesOf(
      sum,
      sum.value[1].filter((row) => !known.has(moduleOf(row))),
    ),
  ];
}

function moduleOf([name, , namespace]: ListedRow): string {
  return `${namespace}/${name}`;
}

function packagesOf(fact: PlacedFact<GoFacts>, rows: readonly ListedRow[]): readonly Package[] {
  return rows.map((row) => listedPackage(row, { type: 'golang', foundBy: 'go-mod', fact }));
}
