import type { ImageConfig } from '../../model/manifest.ts';
import type { MaskedSecret, Secret } from '../../model/surface.ts';
import { findTokens, type FoundToken } from './secret-tokens.ts';
import { findInVariable, isSecretValue, passwordInAddress } from './secret-values.ts';

/** A secret in an image's configuration. */
export interface ConfigSecret extends MaskedSecret {
  readonly where: Exclude<Secret['where'], 'file'>;
  readonly name: string | null;
  /** Zero-based entry of the history that has it; null where none has. */
  readonly history: number | null;
}

/** Secrets in variables, labels and the history, with the values of build arguments that builders write down there; each once. */
export function findConfigSecrets({ env, labels, history }: ImageConfig): readonly ConfigSecret[] {
  const found = new Map<string, ConfigSecret>();
  const steps = history.map(({ createdBy, comment }) =>
    [createdBy, comment]
      .filter((text) => text !== null)
      .join('\n')
      .slice(0, MAX_STEP),
  );
  const tell = (name: string | null, token: FoundToken, where: ConfigSecret['where'], at: number | null): void => {
    // The same value in a step is where it comes from, and no secret of its own.
    if (found.has(token.value)) return;
    const step = at ?? steps.findLastIndex((text) => text.includes(token.value));
    const { kind, what, masked } = token;
    found.set(token.value, { kind, what, masked, where, name, history: step < 0 ? null : step });
  };
  for (const variable of env) {
    const at = variable.indexOf('=');
    const [name, value] = [variable.slice(0, at), variable.slice(at + 1)];
    const token = at < 0 ? null : findInVariable(name, value);
    if (token !== null) tell(name, token, 'env', null);
  }
  for (const [name, value] of Object.entries(labels)) {
    const token = findInVariable(name, value);
    if (token !== null) tell(name, token, 'label', null);
  }
  for (const [at, text] of steps.entries()) for (const { name, token, where } of findInStep(text)) tell(name, token, where, at);
  return [...found.values()];
}

/** Characters of a step that are looked into. */
const MAX_STEP = 64 * 1024;

interface StepSecret {
  readonly name: string | null;
  readonly token: FoundToken;
  readonly where: 'history' | 'build-arg';
}

function findInStep(text: string): readonly StepSecret[] {
  const found: StepSecret[] = [];
  const argumentsEnd = BUILD_ARGUMENTS.exec(text)?.[0].length ?? 0;
  for (const { 1: name = '', 2: raw = '', index } of text.matchAll(ASSIGNED)) {
    const token = findInVariable(name, unquoted(raw));
    if (token !== null) found.push({ name, token, where: index < argumentsEnd || /^ARG\b/.test(text) ? 'build-arg' : 'history' });
  }
  const spaced = /^(?:\S+ -c #\(nop\)\s+)?ENV ([A-Za-z_]\w*) ([^=\s]+)\s*$/.exec(text);
  const variable = spaced === null ? null : findInVariable(spaced[1] ?? '', spaced[2] ?? '');
  if (variable !== null) found.push({ name: spaced?.[1] ?? null, token: variable, where: 'history' });
  for (const [, name = '', raw = ''] of text.matchAll(OPTION))
    if (!/^(?:no|disabled?|empty|allow)-/.test(name) && isSecretValue(unquoted(raw))) found.push(credential(`--${name}`, unquoted(raw)));
  for (const [, raw = ''] of text.matchAll(AUTHORIZATION)) if (isSecretValue(raw)) found.push(credential('Authorization', raw));
  for (const [, user = '', raw = ''] of text.matchAll(CHPASSWD)) if (isSecretValue(raw)) found.push(credential(`chpasswd ${user}`, raw));
  const address = passwordInAddress(text);
  return [
    ...found,
    ...[...(address === null ? [] : [address]), ...findTokens(text)].map((token) => ({ name: null, token, where: 'history' as const })),
  ];
}

/** `|2 TOKEN=… MIRROR=… /bin/sh -c make`: what builders put before a step that may use build arguments. */
const BUILD_ARGUMENTS = /^(?:RUN )?\|\d+ .*?(?= (?:\/\S+\/)?\w*sh -\w*c )/s;
const ASSIGNED = /(?<![\w$.-])(?:--)?([A-Za-z_][\w.-]{0,100})=("(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|[^\s"';&|)]{1,2000})/g;
const OPTION =
  /(?<=\s)--((?:[a-z]+-){0,4}(?:password|passwd|passphrase|token|secret|api-key)) ("[^"]{1,500}"|'[^']{1,500}'|[^\s"';&|)-][^\s"';&|)]{0,500})/g;
const AUTHORIZATION = /\bauthorization: ?(?:bearer|basic|token) ([A-Za-z0-9._~+/=-]{4,2000})/gi;
/** `echo user:password | chpasswd`. */
const CHPASSWD = /\becho (?:-\w+ )?["']?([a-z_][\w-]{0,31}):([^\s"'|:]{1,200})["']?\s*\|\s*(?:sudo )?chpasswd/g;

function unquoted(raw: string): string {
  return /^(["']).*\1$/s.test(raw) ? raw.slice(1, -1) : raw;
}

function credential(name: string, value: string): StepSecret {
  return { name, token: { kind: 'credential', what: 'password, key or token', masked: '…', value }, where: 'history' };
}
