/** `@scope/name` → scope and name, as purl has them; `name` has no scope. */
export function splitNpmName(name: string): readonly [namespace: string | null, name: string] {
  const slash = name.lastIndexOf('/');
  return name.startsWith('@') && slash > 1 && slash < name.length - 1 ? [name.slice(0, slash), name.slice(slash + 1)] : [null, name];
}
