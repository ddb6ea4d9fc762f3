import { ownerNamed } from '../../image/owner-named.ts';
import { FromageError } from '../../model/error.ts';
import type { Inventory, ScannedFinding } from '../../model/scan.ts';
import type { FixState, IgnoreRule, NamePattern } from '../../model/suppression.ts';
import { globTest } from '../glob.ts';
import { matchesPurl, purlTarget } from '../vex/match-purl.ts';

type Test = (finding: ScannedFinding) => boolean;

/** Whether a finding fits all that a rule says. Whether the rule still holds is for the caller to see. */
export function ruleTest(rule: IgnoreRule, { trace }: Inventory): Test {
  const { ids, names, version, types, purls, paths, ancestor, layer, line, fixState } = rule;
  const tests: Test[] = [];
  if (ids !== null) tests.push(idTest(ids));
  if (types !== null) tests.push((finding) => types.includes(finding.package.type));
  if (names !== null) tests.push(...names.map(nameTest));
  if (version !== null) tests.push((finding) => finding.package.version === version);
  if (purls !== null) tests.push(purlTest(purls));
  if (paths !== null) tests.push(pathTest(paths));
  if (ancestor !== null) tests.push(ownerTest(ancestor, trace));
  if (layer !== null) tests.push(layerTest(layer, trace));
  if (line !== null) tests.push((finding) => finding.line === line);
  if (fixState !== null) tests.push((finding) => fixStatesOf(finding).includes(fixState));
  return (finding) => tests.every((test) => test(finding));
}

function idTest(ids: readonly string[]): Test {
  const tests = ids.map((id) => globTest(id.toUpperCase(), 'name'));
  return ({ id, aliases }) => [id, ...aliases].some((name) => tests.some((test) => test(name.toUpperCase())));
}

/** `lodash`, `@types/node`, `org.apache:commons`. */
function nameTest({ glob, of }: NamePattern): Test {
  const test = globTest(glob, 'name');
  return ({ package: { name, namespace, source } }) => {
    const own = namespace === null ? [name] : [name, `${namespace}/${name}`, `${namespace}:${name}`];
    // What was built from a source of its own name has no other.
    const from = [source?.name ?? name];
    return (of === 'package' ? own : of === 'source' ? from : [...own, ...from]).some(test);
  };
}

function purlTest(purls: NonNullable<IgnoreRule['purls']>): Test {
  return (finding) => {
    const target = purlTarget(finding.package, finding.purl);
    return target !== null && purls.some((purl) => matchesPurl(purl, target));
  };
}

/** Of what several files tell of, any may be meant: it is one thing, and a second copy of it is a package of its own. */
function pathTest(globs: readonly string[]): Test {
  const tests = globs.map((glob) => globTest(glob.replace(/^\/+/, ''), 'path'));
  return ({ package: { locations } }) => locations.some(({ path }) => tests.some((test) => test(path.replace(/^\/+/, ''))));
}

/** A name that no ancestor has means nothing here: one file is used for many images. */
function ownerTest(word: string, { lineage }: Inventory['trace']): Test {
  if (word === 'base') return ({ owner }) => typeof owner === 'number';
  try {
    const isMeant = ownerNamed(word, lineage);
    return ({ owner }) => isMeant(owner);
  } catch (error) {
    if (!FromageError.is(error)) throw error;
    return () => false;
  }
}

function layerTest(layer: number | string, { layers }: Inventory['trace']): Test {
  if (typeof layer === 'number') return (finding) => finding.layer === layer - 1;
  return (finding) => {
    const found = finding.layer === null ? undefined : layers[finding.layer];
    return found !== undefined && (found.diffId === layer || found.digest === layer);
  };
}

/** Where nothing says why there is no fix, a rule about either is meant. */
function fixStatesOf({ fixedIn, status }: ScannedFinding): readonly FixState[] {
  if (fixedIn.length > 0) return ['fixed'];
  if (status === null) return ['not-fixed', 'unknown'];
  if (status === 'undetermined') return ['unknown'];
  return status === 'open' || status === 'unimportant' ? ['not-fixed'] : ['wont-fix'];
}
