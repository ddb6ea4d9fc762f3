import type { HeldAdvisory } from './match-packages.ts';

/** What is one vulnerability: its ids, the best known first, and the advisories about it. */
export interface AliasGroup {
  readonly ids: readonly string[];
  readonly advisories: readonly HeldAdvisory[];
}

const MAX_IDS = 200;

/**
 * Advisories that name the same vulnerability, together. One that is about several CVEs at once stands with each of them; else an
 * advisory and its aliases are one, and so are all that share an alias, in a circle or not.
 */
export function groupAliases(held: readonly HeldAdvisory[]): readonly AliasGroup[] {
  const groups: { ids: Set<string>; advisories: Set<HeldAdvisory> }[] = [];
  for (const one of held) {
    for (const ids of vulnerabilitiesOf(one)) {
      const shared = groups.filter((group) => ids.some((id) => group.ids.has(id)));
      const joined = {
        ids: new Set([...shared.flatMap((group) => [...group.ids]), ...ids]),
        advisories: new Set([...shared.flatMap((group) => [...group.advisories]), one]),
      };
      for (const group of shared) groups.splice(groups.indexOf(group), 1);
      groups.push(joined);
    }
  }
  return groups.map(({ ids, advisories }) => {
    const all = new Set([...ids, ...[...advisories].map(({ advisory }) => advisory.id)]);
    return { ids: [...all].toSorted(byFame), advisories: [...advisories] };
  });
}

function vulnerabilitiesOf({ advisory, facts, upstream: known }: HeldAdvisory): readonly (readonly string[])[] {
  const upstream = facts?.upstream.slice(0, MAX_IDS) ?? [];
  const aliases = facts?.aliases.slice(0, MAX_IDS) ?? [];
  if (upstream.length === 0) return [[advisory.id, ...aliases]];
  const sameAs = (id: string): readonly string[] => {
    const found = known.find((one) => one.id === id);
    return found === undefined ? [] : [...found.aliases, ...(found.upstream.length === 1 ? found.upstream : [])].slice(0, MAX_IDS);
  };
  // Other names of an advisory about one vulnerability are its names too; of one about several nobody knows of which.
  return upstream.map((id) => [id, ...sameAs(id), ...(upstream.length === 1 ? aliases : [])]);
}

/** CVEs, then GitHub's, then the others; each by its text. */
function byFame(a: string, b: string): number {
  return fame(a) - fame(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function fame(id: string): number {
  if (id.startsWith('CVE-')) return 0;
  return id.startsWith('GHSA-') ? 1 : 2;
}
