import { ELF_MAGIC, readElf } from '../../codec/elf.ts';
import type { GoBuildInfo, GoModule } from '../../codec/go-build-info.ts';
import { readGoBuildInfo } from '../../codec/go-build-info.ts';
import type { Cataloger } from '../cataloger.ts';
import { goModuleRow } from '../go-module.ts';
import { distinctRows, type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

const STDLIB = 'stdlib';

/** A Go program: its modules, the main one first where it has one, and how that was built. */
interface Fact {
  readonly [key: string]: readonly ListedRow[] | Readonly<Record<string, string>>;
  readonly rows: readonly ListedRow[];
  readonly build: Readonly<Record<string, string>>;
}

/** Go programs name the modules they were compiled from, and the toolchain, whose standard library is in them. */
export const goBinary = {
  id: 'go-binary',
  version: 2,
  summary: 'the build info of Go programs: main module and how it was built, dependencies with their replacements, and `stdlib`',
  types: ['golang'],
  finds: 'installed',
  wish: { paths: ['**'], executable: true, magic: [ELF_MAGIC] },
  maxBytes: 4 * 1024 * 1024 * 1024,
  async extract(_path, body) {
    const elf = await readElf(body);
    const info = elf === null ? null : await readGoBuildInfo(body, elf);
    return info === null ? null : { rows: rowsOf(info), build: Object.fromEntries(info.settings) };
  },
  assemble: (_tree, facts) =>
    facts.flatMap((fact) => {
      const { rows, build } = fact.value;
      const packages = rows.map((row) => listedPackage(row, { type: 'golang', foundBy: 'go-binary', fact }));
      return packages.map((one, at) => (at > 0 || one.name === STDLIB || Object.keys(build).length === 0 ? one : { ...one, build }));
    }),
  *relate(_tree, facts, packages) {
    let at = 0;
    for (const { value } of facts) {
      const [main, ...others] = packages.slice(at, at + value.rows.length);
      at += value.rows.length;
      // Without a main module the first is the standard library, which needs nobody.
      if (main !== undefined && main.name !== STDLIB) for (const other of others) yield [main, other];
    }
  },
} as const satisfies Cataloger<Fact>;

function rowsOf(info: GoBuildInfo): readonly ListedRow[] {
  const toolchain = /\bgo(\d+(?:\.\d+)*(?:(?:rc|beta)\d+)?)/.exec(info.goVersion)?.[1] ?? null;
  const main = info.main !== null ? [mainRow(info.main, info)] : isOfGo(info.path) ? [goModuleRow(info.path, toolchain)] : [];
  return distinctRows([...main, listedRow(STDLIB, toolchain), ...info.dependencies.map(dependencyRow)]);
}

/** Go's own programs are of no module, or of one called `cmd`; `cmd/go` has the version of the toolchain. */
function isOfGo(path: string | null): path is string {
  return path?.startsWith('cmd/') === true;
}

/** Built in its own folder its version is `(devel)`; many then have it set by the linker. */
function mainRow({ path, version }: GoModule, { settings }: GoBuildInfo): ListedRow {
  const known = version === '(devel)' ? null : version;
  return goModuleRow(path, known ?? linkedVersion(settings.get('-ldflags') ?? '', path));
}

function linkedVersion(flags: string, module: string): string | null {
  const found = [...flags.matchAll(/-X[\s=]+["']?([\w./-]+)=([^\s"']+)/g)].filter(
    ([, name = '', value = '']) => /\.(?:git|app|build|release)?version$/i.test(name) && /^v?\d+\.\d/.test(value),
  );
  const own = found.find(([, name = '']) => name.startsWith('main.') || name.startsWith(`${module}/`) || name.startsWith(`${module}.`));
  return (own ?? found[0])?.[2] ?? null;
}

/** What replaces a module is what was compiled; a folder in its place says nothing of a version. */
function dependencyRow({ path, version, replacedBy }: GoModule): ListedRow {
  if (replacedBy === null) return goModuleRow(path, version);
  return replacedBy.version === null ? goModuleRow(path, null) : goModuleRow(replacedBy.path, replacedBy.version);
}
