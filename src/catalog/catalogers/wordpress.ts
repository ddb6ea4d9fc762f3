import { readWordpressHeader, readWordpressVersion, WORDPRESS_HEADER_BYTES } from '../../codec/wordpress-header.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, type FileBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';

const CORE = 'wordpress';

/** WordPress, its plugins and themes: the name of one is its folder's, for the one in its header is of any form. */
export const wordpress = {
  id: 'wordpress',
  version: 1,
  summary: 'WordPress, its plugins and themes, by the headers of their main files',
  types: ['generic'],
  finds: 'installed',
  wish: {
    paths: [
      '**/wp-includes/version.php',
      '**/wp-content/plugins/*/*.php',
      '**/wp-content/plugins/*.php',
      '**/wp-content/mu-plugins/*.php',
      '**/wp-content/themes/*/style.css',
    ],
  },
  maxBytes: 64 * 1024 * 1024,
  async extract(path, body) {
    const text = await readStart(body);
    if (path.endsWith('wp-includes/version.php')) {
      const version = readWordpressVersion(text);
      return version === null ? null : listedRow(CORE, version);
    }
    const header = readWordpressHeader(text);
    const [, folder, name = ''] = /(?:^|\/)wp-content\/(?:mu-plugins|plugins|themes)\/(?:([^/]+)\/)?([^/]+)$/.exec(path) ?? [];
    if (header === null || (header.kind === 'theme') !== name.endsWith('.css')) return null;
    return listedRow(folder ?? name.replace(/\.php$/, ''), header.version, `wordpress-${header.kind}`, header.licence);
  },
  assemble: (_tree, facts) => facts.map((fact) => listedPackage(fact.value, { type: 'generic', foundBy: 'wordpress', fact })),
  *own(_tree, _facts, packages) {
    for (const one of packages) {
      const [folder] = splitPath(one.locations[0]?.path ?? '');
      if (one.name !== CORE) yield { package: one, folders: /\/(?:mu-)?plugins$/.test(folder) ? [] : [folder] };
      else yield { package: one, folders: [folder, `${splitPath(folder)[0]}/wp-admin`.replace(/^\//, '')] };
    }
  },
} as const satisfies Cataloger<ListedRow>;

async function readStart(body: FileBody): Promise<string> {
  const bytes = new Uint8Array(Math.min(body.size, WORDPRESS_HEADER_BYTES));
  return new TextDecoder().decode(bytes.subarray(0, await body.read(0, bytes)));
}
