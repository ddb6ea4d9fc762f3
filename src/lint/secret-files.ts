import { baseName } from './archives.ts';

const NAMES: ReadonlySet<string> = new Set([
  ...['.env', '.netrc', '_netrc', '.npmrc', '.pypirc', '.git-credentials', '.dockercfg', '.htpasswd', '.pgpass', '.my.cnf', '.vault-token'],
  ...['id_rsa', 'id_dsa', 'id_ecdsa', 'id_ed25519', 'credentials.json', 'kubeconfig', 'secrets.yml', 'secrets.yaml', 'terraform.tfstate'],
]);
const PATHS = /(^|\/)(\.aws\/(credentials|config)?|\.ssh\/?|\.docker\/config\.json|\.kube\/config|\.gnupg\/?)$/;
const ENDS = /\.(key|p12|pfx|jks|keystore|kdbx|ppk)$/;

/** Whether a file of that name most often holds a password, a token or a private key. */
export function isSecretFile(path: string): boolean {
  const slashed = path.replaceAll('\\', '/');
  return NAMES.has(baseName(slashed)) || PATHS.test(slashed) || ENDS.test(slashed);
}
