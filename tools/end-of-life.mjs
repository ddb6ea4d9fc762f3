/**
 * Which release cycles a tag of an official image belongs to, from the dates of endoflife.date.
 */

/** Official images whose product goes by another name there. */
const PRODUCTS = {
  amazoncorretto: 'amazon-corretto',
  amazonlinux: 'amazon-linux',
  cassandra: 'apache-cassandra',
  couchbase: 'couchbase-server',
  couchdb: 'apache-couchdb',
  docker: 'docker-engine',
  flink: 'apache-flink',
  golang: 'go',
  groovy: 'apache-groovy',
  haskell: 'ghc',
  httpd: 'apache-http-server',
  'ibm-semeru-runtimes': 'ibm-semeru',
  jetty: 'eclipse-jetty',
  kong: 'kong-gateway',
  maven: 'apache-maven',
  mongo: 'mongodb',
  node: 'nodejs',
  oraclelinux: 'oracle-linux',
  photon: 'vmware-photon',
  postgres: 'postgresql',
  'rocket.chat': 'rocket-chat',
  rockylinux: 'rocky-linux',
  spark: 'apache-spark',
};

/** `[product, cycle, date | null, ended]` of the image's own product for the release its tags name, or nothing. */
export function endOfLifeOf(eol, image, tags) {
  const product = PRODUCTS[image] ?? image;
  const cycles = eol.filter((row) => row.product === product);
  for (const tag of tags) {
    const row = cycleOf(cycles, tag);
    if (row !== null) return [row.product, row.cycle, typeof row.eol === 'string' ? row.eol : null, row.eol === true];
  }
  return undefined;
}

/** All cycles of the image's own product, as src/lineage/release-cycles.ts reads them, or nothing. */
export function cyclesOf(eol, image) {
  const product = PRODUCTS[image] ?? image;
  const of = eol
    .filter((row) => row.product === product)
    .map((row) => [row.cycle, firstWord(row.codename) ?? 0, typeof row.eol === 'string' ? row.eol : row.eol === true ? 1 : 0]);
  return of.length === 0 ? undefined : { product, of };
}

/** `alpine3.22` → alpine:3.22, `bullseye` → debian:bullseye, `noble` → ubuntu:noble, inside a tag's words; null where none or several. */
export function releaseNamed(eol, tag) {
  const found = new Map();
  for (const word of tag.split('-')) {
    const alpine = /^alpine(\d+\.\d+)$/.exec(word);
    if (alpine && eol.some((row) => row.product === 'alpine' && row.cycle === alpine[1]))
      found.set(`alpine ${alpine[1]}`, { image: 'alpine', tag: alpine[1] });
    const row = eol.find((one) => (one.product === 'debian' || one.product === 'ubuntu') && firstWord(one.codename) === word);
    if (row) found.set(`${row.product} ${word}`, { image: row.product, tag: word });
  }
  return found.size === 1 ? [...found.values()][0] : null;
}

function cycleOf(cycles, tag) {
  const words = tag.split('-');
  const byName = cycles.find((row) => words.includes(firstWord(row.codename)));
  if (byName) return byName;
  const version = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (version === undefined || !/[.]|^\d+$/.test(version)) return null;
  const fitting = cycles.filter((row) => version === row.cycle || version.startsWith(`${row.cycle}.`));
  return fitting.sort((a, b) => b.cycle.length - a.cycle.length)[0] ?? null;
}

function firstWord(codename) {
  return codename?.toLowerCase().split(' ')[0];
}
