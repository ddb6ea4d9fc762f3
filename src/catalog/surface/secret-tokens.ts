import type { MaskedSecret } from '../../model/surface.ts';

/** A kind of secret that tells itself by how it is written. */
interface TokenKind {
  readonly kind: string;
  readonly what: string;
  /** Without flags. The first group is what may be shown of it: the prefix that its maker documents. */
  readonly pattern: string;
}

const START = '(?<![A-Za-z0-9_-])';

/** Counted up whenever the kinds find something else: answers are kept by it. */
export const TOKEN_KINDS_VERSION = 1;

/** Kinds whose makers document how they are written, so that hardly anything else is taken for one. */
const TOKEN_KINDS: readonly TokenKind[] = [
  // RFC 7468; a head alone stands in many libraries, so that a line of base64, or a header of old keys, must follow.
  {
    kind: 'private-key',
    what: 'private key',
    pattern:
      '(-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----)(?:\\s|\\\\n|\\\\r)+(?:[A-Za-z0-9+/]{40}|(?:Proc-Type|Version|Comment|DEK-Info): )',
  },
  { kind: 'putty-key', what: 'private key of PuTTY', pattern: '(PuTTY-User-Key-File-[23]: )' },
  { kind: 'age-key', what: 'private key of age', pattern: '(AGE-SECRET-KEY-1)[0-9A-Z]{58}' },
  {
    kind: 'aws-access-key',
    what: 'access key of AWS',
    pattern: `${START}(AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])|${START}(AKIA)[A-Z0-9]{9}EXAMPLE`,
  },
  { kind: 'github-token', what: 'token of GitHub', pattern: `${START}(gh[pousr]_)[A-Za-z0-9]{36,}|${START}(github_pat_)[A-Za-z0-9_]{40,}` },
  { kind: 'gitlab-token', what: 'token of GitLab', pattern: `${START}(gl(?:pat|dt|rt|ft|soat|cbt|ptt|agent)-)[A-Za-z0-9_-]{20,}` },
  {
    kind: 'slack-token',
    what: 'token of Slack',
    pattern: `${START}(xox[abeoprs]-)(?=[A-Za-z0-9-]*[0-9])[A-Za-z0-9-]{12,}|(hooks\\.slack\\.com/services/)T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{20,}`,
  },
  { kind: 'stripe-key', what: 'key of Stripe', pattern: `${START}([sr]k_live_)[A-Za-z0-9]{16,}` },
  {
    kind: 'google-key',
    what: 'key of Google',
    pattern: `${START}(AIza)[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])|${START}(GOCSPX-)[A-Za-z0-9_-]{28}`,
  },
  { kind: 'npm-token', what: 'token of npm', pattern: `${START}(npm_)[A-Za-z0-9]{36}(?![A-Za-z0-9])` },
  { kind: 'pypi-token', what: 'token of PyPI', pattern: `${START}(pypi-)AgE[A-Za-z0-9_-]{50,}` },
  { kind: 'rubygems-key', what: 'key of RubyGems', pattern: `${START}(rubygems_)[a-f0-9]{48}` },
  { kind: 'docker-token', what: 'token of Docker Hub', pattern: `${START}(dckr_[op]at_)[A-Za-z0-9_-]{27,}` },
  { kind: 'hugging-face-token', what: 'token of Hugging Face', pattern: `${START}(hf_)[A-Za-z]{34}(?![A-Za-z0-9])` },
  {
    kind: 'openai-key',
    what: 'key of OpenAI',
    pattern: `${START}(sk-)(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}`,
  },
  { kind: 'anthropic-key', what: 'key of Anthropic', pattern: `${START}(sk-ant-)[A-Za-z0-9]{3,}-[A-Za-z0-9_-]{40,}` },
  { kind: 'sendgrid-key', what: 'key of SendGrid', pattern: `${START}(SG\\.)[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}` },
  { kind: 'digitalocean-token', what: 'token of DigitalOcean', pattern: `${START}(do[opr]_v1_)[a-f0-9]{64}` },
  { kind: 'shopify-token', what: 'token of Shopify', pattern: `${START}(shp(?:at|ca|pa|ss)_)[a-fA-F0-9]{32}` },
  { kind: 'vault-token', what: 'token of Vault', pattern: `${START}(hv[sb]\\.)[A-Za-z0-9_-]{24,}` },
  { kind: 'databricks-token', what: 'token of Databricks', pattern: `${START}(dapi)[a-f0-9]{32}(?![a-f0-9])` },
  // RFC 7519: a header and a payload, both of them JSON objects in base64.
  { kind: 'jwt', what: 'JSON web token', pattern: `${START}(eyJ)[A-Za-z0-9_-]{12,}\\.eyJ[A-Za-z0-9_-]{12,}\\.[A-Za-z0-9_-]{16,}` },
];

/** All kinds at once, each a group with its own place: most texts have none, and one look tells that. */
const ANY = new RegExp(TOKEN_KINDS.map(({ pattern }, at) => `(?<k${at}>${pattern.replace(/\((?![?])/g, '(?:')})`).join('|'), 'g');
const PREFIXES: readonly RegExp[] = TOKEN_KINDS.map(({ pattern }) => new RegExp(pattern));

/** A secret in a text, and what it reads: the value never leaves the function that searches. */
export interface FoundToken extends MaskedSecret {
  readonly value: string;
}

/** Tokens and private keys in a text, in its order. */
export function findTokens(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  for (const { 0: value, groups = {} } of text.matchAll(ANY)) {
    const at = TOKEN_KINDS.findIndex((_, place) => groups[`k${place}`] !== undefined);
    const kind = TOKEN_KINDS[at];
    if (kind !== undefined) found.push({ kind: kind.kind, what: kind.what, masked: masked(value, at), value });
  }
  return found;
}

function masked(value: string, at: number): string {
  const [, ...groups] = PREFIXES[at]?.exec(value) ?? [];
  return `${groups.find((one) => one !== undefined) ?? ''}…`;
}
