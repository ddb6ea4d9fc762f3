/** A rock, as its specification tells it. */
export interface Rockspec {
  readonly name: string;
  /** With the revision of the rockspec: `1.0.2-1`. */
  readonly version: string;
  readonly licence: string | null;
  readonly needs: readonly string[];
}

/** A rockspec (LuaRocks, "Rockspec format"): assignments of Lua, of which those of texts are read. Null without name or version. */
export function readRockspec(text: string): Rockspec | null {
  const bare = text.replace(/^[ \t]*--.*$/gm, '');
  const [name, version] = [textOf(bare, /^package\s*=\s*/m), textOf(bare, /^version\s*=\s*/m)];
  if (name === null || version === null) return null;
  const [, behind = ''] = bare.split(/^dependencies\s*=\s*\{/m, 2);
  const [list = ''] = behind.split('}', 1);
  const needs = [...list.matchAll(/["']\s*([\w.-]+)/g)].map(([, need = '']) => need).filter((need) => need !== 'lua');
  return { name, version, licence: textOf(bare, /^[ \t]*license\s*=\s*/m), needs };
}

/** The text behind what matches: in quotes, or in long brackets. */
function textOf(text: string, before: RegExp): string | null {
  const found = before.exec(text);
  if (found === null) return null;
  const rest = text.slice(found.index + found[0].length, found.index + found[0].length + 1000);
  const [, double, single, long] = /^(?:"([^"\n]*)"|'([^'\n]*)'|\[\[(.*?)\]\])/s.exec(rest) ?? [];
  return (double ?? single ?? long)?.trim() || null;
}
