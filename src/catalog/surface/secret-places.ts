import type { MaskedSecret } from '../../model/surface.ts';
import { findTokens } from './secret-tokens.ts';
import { findInVariable, isSecretValue, passwordInAddress } from './secret-values.ts';

/** Files in which secrets are known to lie, and how they are found there: by nothing but the name no file is taken for one. */
export interface SecretPlace {
  /** Globs. */
  readonly paths: readonly string[];
  /** Names of files that the globs fit and that are none. */
  readonly not?: RegExp;
  find(text: string): readonly MaskedSecret[];
}

export const SECRET_PLACES: readonly SecretPlace[] = [
  {
    paths: [
      ...[
        '**/id_rsa',
        '**/id_dsa',
        '**/id_ecdsa',
        '**/id_ecdsa_sk',
        '**/id_ed25519',
        '**/id_ed25519_sk',
        '**/.ssh/identity',
        '**/ssh_host_*_key',
      ],
      ...[
        '**/*.pem',
        '**/*.key',
        '**/AuthKey_*.p8',
        '**/*.ppk',
        '**/*.asc',
        '**/*_rsa',
        '**/*_ed25519',
        '**/*_ecdsa',
        '**/*.agekey',
        '**/sops/age/keys.txt',
      ],
    ],
    find: findTokens,
  },
  {
    paths: ['**/.gnupg/private-keys-v1.d/*.key', '**/.gnupg/secring.gpg'],
    find: (text) => whole(text, { kind: 'private-key', what: 'private key of GnuPG', masked: '…' }),
  },
  {
    paths: [
      ...[
        '**/.env',
        '**/.env.*',
        '**/*.env',
        '**/.envrc',
        '**/.flaskenv',
        '**/.aws/credentials',
        '**/.aws/config',
        '**/.s3cfg',
        '**/.boto',
      ],
      ...['**/.pypirc', '**/.my.cnf', '**/.mylogin.cnf', '**/.gem/credentials', '**/.cargo/credentials', '**/.cargo/credentials.toml'],
      ...['**/.gradle/gradle.properties', '**/.config/gh/hosts.yml', '**/.config/hub', '**/.config/glab-cli/config.yml', '**/rclone.conf'],
      ...['**/.databrickscfg', '**/.yarnrc', '**/.yarnrc.yml', '**/.pip/pip.conf', '**/.config/pip/pip.conf', 'etc/pip.conf'],
      ...['**/.composer/auth.json', '**/.config/composer/auth.json', '**/.terraform.d/credentials.tfrc.json', '**/.terraformrc'],
      ...[
        '**/.azure/accessTokens.json',
        '**/.azure/msal_token_cache.json',
        '**/.config/gcloud/application_default_credentials.json',
        '**/.config/gcloud/adc.json',
        '**/.kube/config',
        '**/kubeconfig',
      ],
      ...['**/.config/doctl/config.yaml', '**/.config/heroku/config.json', '**/.circleci/cli.yml', '**/.config/op/config'],
    ],
    not: /\.env[.-](?:example|sample|template|dist|defaults?|schema)$|(?:example|sample|template)\.env$/i,
    find: (text) => [...findTokens(text), ...findAssigned(text)],
  },
  {
    paths: ['**/.npmrc', 'etc/npmrc', '**/etc/npmrc'],
    find: (text) => [
      ...findTokens(text),
      ...matchesOf(text, /^[ \t]*\S*_(?:auth|authToken|password)[ \t]*=[ \t]*"?([^\s"]+)/gim, {
        kind: 'credential',
        what: 'token or password of a registry',
        masked: '_auth…',
      }),
    ],
  },
  {
    paths: ['**/.docker/config.json', '**/.dockercfg', '**/.config/containers/auth.json', '**/containers/auth.json'],
    find: (text) => [...findTokens(text), ...findAssigned(text, /^(?:auth|identitytoken|registrytoken)$/i)],
  },
  {
    paths: ['**/.netrc', '**/_netrc'],
    find: (text) => matchesOf(text, /(?:^|\s)password\s+(\S+)/g, { kind: 'credential', what: 'password', masked: 'password …' }),
  },
  {
    paths: ['**/.git-credentials', '**/.git/config', '**/.gitconfig', '**/.config/git/credentials', '**/.hgrc'],
    find: (text) => [
      ...findTokens(text),
      ...(passwordInAddress(text) === null ? [] : [{ kind: 'password-in-address', what: 'password in an address', masked: '…' }]),
      ...matchesOf(text, /extraheader\s*=\s*"?authorization:\s*\w+\s+(\S+)/gi, {
        kind: 'credential',
        what: 'credentials of git',
        masked: 'extraheader …',
      }),
    ],
  },
  {
    paths: ['**/.pgpass'],
    find: (text) =>
      matchesOf(text, /^[^#\s:][^:\n]*:[^:\n]*:[^:\n]*:[^:\n]*:(.+)$/gm, { kind: 'credential', what: 'password', masked: '…' }),
  },
  {
    paths: ['**/.m2/settings.xml', '**/.m2/settings-security.xml'],
    find: (text) => matchesOf(text, /<(?:password|passphrase|master)>([^<]+)</g, { kind: 'credential', what: 'password', masked: '…' }),
  },
  { paths: ['**/.vault-token'], find: (text) => whole(text, { kind: 'vault-token', what: 'token of Vault', masked: '…' }) },
  {
    paths: ['**/.config/gcloud/credentials.db', '**/.config/gcloud/access_tokens.db'],
    find: (text) => whole(text, { kind: 'credential', what: 'credentials of Google Cloud', masked: '…' }),
  },
  {
    paths: [
      '**/.bash_history',
      '**/.zsh_history',
      '**/.sh_history',
      '**/.ash_history',
      '**/.history',
      '**/.python_history',
      '**/.mysql_history',
      '**/.psql_history',
      '**/.node_repl_history',
      '**/fish_history',
    ],
    find: (text) => [...whole(text, { kind: 'shell-history', what: 'history of a shell', masked: '…' }), ...findTokens(text)],
  },
  {
    paths: ['etc/shadow', 'etc/shadow-', '**/.htpasswd', '**/htpasswd'],
    find: (text) =>
      matchesOf(text, /^[^#:\n]+:(\$[^:\n]{8,}|_[./0-9A-Za-z]{19}(?=:|$)|\{SHA\}[^:\n]+)/gm, {
        kind: 'password-hash',
        what: 'hash of a password',
        masked: '…',
      }),
  },
];

/** `name = value`, `name: value`, `"name": "value"`; names as of secrets, or as `names` has them. */
function findAssigned(text: string, names: RegExp | null = null): readonly MaskedSecret[] {
  return [...text.matchAll(ASSIGNED)].flatMap(([, name = '', ...values]): readonly MaskedSecret[] => {
    const value = values.find((one) => one !== undefined) ?? '';
    const found = names?.test(name) === true && isSecretValue(value) ? CREDENTIAL : findInVariable(name, value);
    if (found === null || found.masked !== '…') return [];
    return [{ kind: found.kind, what: found.what, masked: `${name.slice(0, MAX_NAME)}=…` }];
  });
}

const ASSIGNED =
  /(?<=^|[\n,{;[])[ \t]*(?:export[ \t]+|-[ \t]+)?["':]?([A-Za-z_/][\w./:@-]{0,200}?)["':]?[ \t]*[=:][ \t]*(?:"((?:[^"\\\n]|\\.){1,4096})"|'([^'\n]{1,4096})'|([^\s"'#{[][^\n,}]{0,4096}))/g;
const CREDENTIAL: MaskedSecret = { kind: 'credential', what: 'password, key or token', masked: '…' };
const MAX_NAME = 60;

/** Told once, where any value that the first group has is one. */
function matchesOf(text: string, pattern: RegExp, told: MaskedSecret): readonly MaskedSecret[] {
  return [...text.matchAll(pattern)].some(([, value = '']) => /^\$\w{1,10}\$/.test(value) || isSecretValue(value)) ? [told] : [];
}

function whole(text: string, told: MaskedSecret): readonly MaskedSecret[] {
  return text.trim() === '' ? [] : [told];
}
