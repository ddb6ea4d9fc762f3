import type { LayerAnalysis } from '../model/layer-analysis.ts';
import type { PathVersions } from './path-versions.ts';

/** The target of the symbolic link that a version is; null where it is none. */
export function linkTarget(layers: readonly LayerAnalysis[], versions: PathVersions, version: number): string | null {
  const body = versions.body(version);
  if (body < 0 || versions.row(body) < 0) return null;
  const entries = layers[versions.layer(body)]?.entries;
  return entries?.strings[entries.link[versions.row(body)] ?? -1] ?? null;
}
