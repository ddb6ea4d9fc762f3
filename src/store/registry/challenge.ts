/** One way a server offers to be authenticated to. Names of parameters in lower case. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MAX_LENGTH = 8192;

/**
 * Reads WWW-Authenticate, which may hold several challenges: `Bearer realm="https://…",service="x", Basic realm="y"`.
 * What can't be read is left out. RFC 9110, 11.6.1.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  const text = header.slice(0, MAX_LENGTH);
  // A token that is followed by `=` is a parameter of the current challenge, one that is not begins a new challenge.
  const pattern = /([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*)))?/g;
  for (const [, token = '', quoted, bare] of text.matchAll(pattern)) {
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1');
    if (value === undefined) challenges.push({ scheme: token.toLowerCase(), parameters: {} });
    else setParameter(challenges.at(-1)?.parameters, token.toLowerCase(), value);
  }
  return challenges;
}

function setParameter(parameters: Record<string, string> | undefined, name: string, value: string): void {
  if (parameters !== undefined && name !== '__proto__') parameters[name] = value;
}
