/**
 * Makes the bundled index of official images, data/official-images.idx and data/known-images.idx, from recorded facts:
 * which tag was built from which commit, which parent its Dockerfile names, dates and digests. Facts only, no prose.
 *
 *   node tools/build-index.mjs [FOLDER]     the folder with official-images-head.jsonl and its siblings
 *   node tools/build-index.mjs --check      fails where the bundled files differ from what the facts give
 *
 * Without the facts (a checkout of the project alone) it says so and leaves the bundled files as they are.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countImages, placeKeysOf } from '../src/lineage/bundled-images.ts';
import { nodeHash } from '../src/platform/hash.ts';
import { cyclesOf, endOfLifeOf, releaseNamed } from './end-of-life.mjs';
import { ROOT as root } from './project.mjs';

const args = process.argv.slice(2);
const check = args.includes('--check');
const folder = args.find((arg) => !arg.startsWith('--')) ?? join(root, '../shared/data/lineage');
if (!existsSync(join(folder, 'official-images-head.jsonl'))) {
  console.log(`no facts in ${folder}: the bundled index stays as it is`);
  process.exit(0);
}

const AS_OF = '2026-08-21';
/** The day of the builds whose parents are known by digest. */
const BUILT = '2023-11-30';
const stanzas = rows('official-images-head');
const dockerfiles = new Map(rows('dockerfiles-head').map((row) => [keyOf(row), row]));
const activity = new Map(rows('activity').map((row) => [row.image, row]));
const eol = rows('eol');
const images = groupBy(stanzas, (stanza) => stanza.image);

const entries = new Map([...images].map(([image, of]) => [image, of.map(describe)]));
addRetiredBases();
emit('official-images.idx', encodeOfficial());
emit('known-images.idx', encodeKnown());
emit('image-packages.idx', encodePackages());

/** A stanza of the library: its tags, and for each architecture the parent its Dockerfile names. */
function describe(stanza) {
  const perArchitecture = new Map(stanza.architectures.map((architecture) => [architecture, parentOf(stanza, architecture)]));
  const main = perArchitecture.get('amd64') ?? [...perArchitecture.values()][0];
  const others = [...perArchitecture]
    .filter(([, facts]) => facts.from !== main.from)
    .map(([architecture, facts]) => [architecture, facts.from]);
  return prune({
    tags: stanza.tags,
    shared: stanza.sharedTags,
    architectures: stanza.architectures,
    repository: stanza.gitRepo,
    commit: stanza.gitCommit,
    directory: stanza.directory,
    file: stanza.file === 'Dockerfile' ? undefined : stanza.file,
    ...main,
    fromElsewhere: others.length > 0 ? Object.fromEntries(others) : undefined,
    eol: endOfLifeOf(eol, stanza.image, [...stanza.tags, ...stanza.sharedTags]),
  });
}

/** Which image the Dockerfile of this stanza stands on, and how well that is known. */
function parentOf(stanza, architecture) {
  const facts = dockerfiles.get(keyOf({ ...stanza, ...stanza.perArch[architecture] }));
  if (facts === undefined) return missingDockerfile(stanza);
  const from = facts.base ?? facts.from ?? null;
  const stages = (facts.stages ?? []).length;
  const lenders = (facts.copyFrom ?? []).filter((name) => /[/:]/.test(name));
  return {
    from,
    resolution: facts.exact ? 'exact' : facts.inferredFrom || facts.rule ? 'inferred' : 'nearest-commit',
    inferredFrom: facts.inferredFrom,
    corrected: facts.correctedByTag === undefined ? undefined : true,
    stages: stages > 1 ? stages : undefined,
    lenders: lenders.length > 0 ? lenders : undefined,
  };
}

/** An operating system's image is a root file system upon nothing, also where the commit of its Dockerfile is not at hand. */
function missingDockerfile(stanza) {
  if (isRoot(stanza.image)) return { from: 'scratch', resolution: 'inferred', rule: 'operating-system' };
  return { from: null, resolution: undefined };
}

/** Whether the library files the image under operating systems, and no Dockerfile at hand stands on anything else. */
function isRoot(image) {
  if (!(activity.get(image)?.categories ?? []).includes('operating-systems')) return false;
  const bases = images.get(image)?.flatMap((stanza) => dockerfiles.get(keyOf(stanza))?.base ?? []) ?? [];
  return bases.every((base) => base === 'scratch' || base.startsWith(`${image}:`));
}

/**
 * Some Dockerfiles stand on tags that the library has since dropped. Such a tag did exist; where its own name says what
 * it stood on, in the way every tag of the head does (333 of 333 exact ones), that is kept as inferred.
 */
function addRetiredBases() {
  for (;;) {
    const known = new Set(
      [...entries].flatMap(([image, of]) => of.flatMap((e) => [...e.tags, ...(e.shared ?? [])].map((tag) => `${image}:${tag}`))),
    );
    const named = [...entries.values()].flatMap((of) => of.map((entry) => entry.from)).filter((from) => from && from !== 'scratch');
    const absent = [
      ...new Set(
        named
          .map(splitName)
          .filter((name) => name !== null && entries.has(name.image) && !known.has(`${name.image}:${name.tag}`))
          .map((name) => `${name.image}:${name.tag}`),
      ),
    ];
    const retired = absent.map(splitName).map(({ image, tag }) => ({ image, tag, from: retiredParent(image, tag) }));
    if (retired.length === 0) return;
    for (const { image, tag, from } of retired) {
      entries.get(image).push(
        prune({
          tags: [tag],
          architectures: [],
          retired: true,
          from,
          resolution: from === null ? undefined : 'inferred',
          rule: from === null ? undefined : 'tag-name',
          eol: endOfLifeOf(eol, image, [tag]),
        }),
      );
    }
  }
}

function retiredParent(image, tag) {
  if (isRoot(image)) return releaseNamed(eol, `${image}${tag}`) === null && releaseNamed(eol, tag) === null ? null : 'scratch';
  const release = releaseNamed(eol, tag);
  if (release === null) return null;
  const siblings = entries
    .get(image)
    .filter((entry) => entry.from?.startsWith(`${release.image}:`) && variantOf(entry.tags[0]) === variantOf(tag));
  const slim = siblings.map((entry) => entry.from.endsWith('-slim'));
  if (release.image === 'debian' && (slim.length === 0 || slim.some((one) => one !== slim[0]))) return null;
  return `${release.image}:${release.tag}${release.image === 'debian' && slim[0] ? '-slim' : ''}`;
}

/** `8.2-apache-bullseye` → `apache`: the words of a tag that are neither version nor release. */
function variantOf(tag) {
  return tag
    .split('-')
    .filter((word) => !/^\d/.test(word) && releaseNamed(eol, word) === null)
    .join('-');
}

function splitName(from) {
  const plain = from.replace(/@sha256:.*/, '');
  if (plain.includes('/')) return null;
  const [image, tag = 'latest'] = plain.split(':');
  return { image, tag };
}

/** One line that says where each image's line is, then a line an image: a reader takes two short reads for an answer. */
function encodeOfficial() {
  const lines = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([image, of]) => [
      image,
      Buffer.from(`${JSON.stringify({ image, ...factsOf(image), cycles: cyclesOf(eol, image), entries: of })}\n`),
    ]);
  let offset = 0;
  const places = {};
  for (const [image, line] of lines) {
    places[image] = [offset, line.length];
    offset += line.length;
  }
  const head = JSON.stringify({ format: 1, asOf: AS_OF, images: places });
  return Buffer.concat([Buffer.from(`${head}\n`), ...lines.map(([, line]) => line)]);
}

function factsOf(image) {
  const row = activity.get(image);
  if (row === undefined) return {};
  return prune({
    lastUpdated: row.lastUpdated,
    updatesPerYear: row.updates12m,
    deprecated: row.deprecated || row.deprecatedInFile || undefined,
  });
}

/** Images whose digests were seen: what a layer, a manifest or a history is recognised by. */
function encodeKnown() {
  const lines = rows('image-digests').map((row) =>
    JSON.stringify(
      prune({
        reference: `docker.io/library/${row.image}:${row.tag}`,
        platform: row.platform,
        index: row.indexDigest ?? undefined,
        manifest: row.manifestDigest ?? undefined,
        config: row.configDigest ?? undefined,
        created: row.created ?? undefined,
        seen: row.fileDate,
        size: row.size ?? undefined,
        blobs: row.layers.map((layer) => layer.digest),
        diffIds: row.layers.every((layer) => layer.diffId) ? row.layers.map((layer) => layer.diffId) : undefined,
        history: row.history?.map((step) => [step.created ?? null, step.createdBy ?? null, step.empty ? 1 : 0]),
      }),
    ),
  );
  const pins = rows('external-pins').map((row) =>
    JSON.stringify({ reference: `${row.ref.startsWith('mcr.') ? '' : 'docker.io/'}${row.ref}`, index: row.digest, seen: row.lastChange }),
  );
  return encodeRecords([...lines, ...pins, ...buildsOf(rows('builds-2023-11')).map((build) => JSON.stringify(build))]);
}

/** What published images hold: a line that says where each list is, then a list of packages a line. */
function encodePackages() {
  const kept = rows('image-packages');
  let offset = 0;
  const lines = kept.map(({ packages }) => Buffer.from(`${JSON.stringify(packages.map(packageFacts))}\n`));
  const images = kept.map((row, at) => {
    const { length } = lines[at];
    offset += length;
    return prune({
      image: row.image,
      tag: row.tag,
      aliases: row.aliases.filter((alias) => alias !== ''),
      platform: row.platform,
      created: row.created ?? undefined,
      id: row.imageId ?? undefined,
      os: systemOf(row, kept),
      size: row.rootfsSize ?? undefined,
      seen: row.fileDate,
      place: [offset - length, length],
    });
  });
  return Buffer.concat([Buffer.from(`${JSON.stringify({ format: 1, images })}\n`), ...lines]);
}

function packageFacts({ type, name, version, source, sourceVersion, arch }) {
  const own = source !== undefined && source !== null && (source !== name || sourceVersion !== version);
  return [type, name, version, arch ?? 0, ...(own ? [source, sourceVersion ?? 0] : [])];
}

/** The ID and VERSION_ID that its os-release has, as its own packages and its tag show them. */
function systemOf({ image, tag, aliases, packages }, kept) {
  const base = packages.find(({ name }) => name === 'base-files' || name === 'alpine-release' || name === 'alpine-baselayout');
  if (image === 'ubuntu')
    return ['ubuntu', eol.find((row) => row.product === 'ubuntu' && row.codename?.toLowerCase().startsWith(tag))?.cycle ?? null];
  if (base?.name === 'base-files')
    return ['debian', ['sid', 'unstable', 'testing'].includes(tag.split('-')[0]) ? null : base.version.split('.')[0]];
  if (base?.name === 'alpine-release') return ['alpine', base.version.split('-')[0]];
  if (image === 'alpine') return ['alpine', /^\d{8}$/.test(tag) ? `edge_${tag}` : tag];
  const stanza = images.get(image)?.find(({ tags, sharedTags }) => [...tags, ...sharedTags].includes(tag));
  const named = [...aliases, ...(stanza?.tags ?? [])].map((one) => /alpine(\d+\.\d+)/.exec(one)?.[1]).find((one) => one !== undefined);
  if (named !== undefined) return ['alpine', named];
  // Each release of Alpine has a base layout of its own.
  const like = kept.filter(
    (row) => row.image === 'alpine' && row.packages.some(({ name, version }) => name === base.name && version === base.version),
  );
  const releases = [...new Set(like.map((row) => row.tag.split('.').slice(0, 2).join('.')))];
  return releases.length === 1 ? ['alpine', releases[0]] : undefined;
}

/**
 * Builds of one day whose parents are known by digest: a record for each image with all its platforms, and one for each parent
 * that is not such an image itself. They are found by digest alone. Where a build read several images, none is said to be its parent.
 */
function buildsOf(builds) {
  const images = [...groupBy(builds, ({ tags, parents }) => JSON.stringify([tags, parents.map(nameOfParent)])).values()];
  const digests = new Set(builds.flatMap(({ digest, indexDigest }) => [digest, indexDigest]));
  const read = builds.flatMap(({ arch, parents }) => parents.map((parent) => ({ arch, ...parent })));
  const others = read.filter(({ digest, indexDigest }) => !digests.has(digest) && !digests.has(indexDigest));
  const parents = [...groupBy(others, nameOfParent).values()];
  return [
    ...images.map((of) => recordOf(of, of[0].tags, of[0].parents.length === 1 ? fullName(nameOfParent(of[0].parents[0])) : undefined)),
    ...parents.map((of) => recordOf(of, [of[0].ref], isRoot(splitName(of[0].ref)?.image) ? 'scratch' : undefined)),
  ];
}

/** By the index's digest, which is the same for all platforms, where there is one. */
function nameOfParent({ ref, digest, indexDigest }) {
  return `${ref}@${indexDigest ?? digest}`;
}

/** A build has an index of its own for each platform, a parent one for all. */
function recordOf(builds, [tag, ...others], from) {
  const [first] = builds;
  const shared = builds.every(({ indexDigest }) => indexDigest === first.indexDigest) ? first.indexDigest : null;
  const digestsOf = ({ digest, indexDigest }) => (shared === null && indexDigest !== null ? [digest, indexDigest] : digest);
  return prune({
    reference: fullName(tag),
    others: others.map(fullName),
    index: shared ?? undefined,
    manifests: Object.fromEntries(builds.map((build) => [platformOf(build.arch), digestsOf(build)])),
    seen: BUILT,
    from,
  });
}

function fullName(name) {
  return name.includes('/') ? name : `docker.io/library/${name}`;
}

function platformOf(arch) {
  const os = arch.startsWith('windows-') ? 'windows' : 'linux';
  const base = arch.replace(/^windows-/, '');
  return `${os}/${{ arm64v8: 'arm64', i386: '386' }[base] ?? base.replace(/^arm32/, 'arm/')}`;
}

/** A line of counts, a line of places by key, the records: a reader takes two reads for the first two, and one for an answer. */
function encodeRecords(lines) {
  const places = {};
  let offset = 0;
  const records = lines.map((line) => Buffer.from(`${line}\n`));
  for (const [at, record] of records.entries()) {
    for (const key of placeKeysOf(lines[at], nodeHash)) (places[key] ??= []).push(offset, record.length);
    offset += record.length;
  }
  const keys = JSON.stringify(Object.fromEntries(Object.entries(places).sort(([a], [b]) => (a < b ? -1 : 1))));
  const head = JSON.stringify({
    format: 2,
    asOf: AS_OF,
    images: lines.reduce((total, line) => total + countImages(line), 0),
    keysLength: keys.length,
  });
  return Buffer.concat([Buffer.from(`${head}\n${keys}\n`), ...records]);
}

function emit(name, bytes) {
  const path = join(root, 'data', name);
  if (!check) {
    writeFileSync(path, bytes);
    console.log(`${name}: ${bytes.length} bytes`);
    return;
  }
  if (existsSync(path) && readFileSync(path).equals(bytes)) return console.log(`data/${name} is what the facts give`);
  console.error(`data/${name} is not what the facts give: run node tools/build-index.mjs`);
  process.exitCode = 1;
}

function rows(name) {
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function keyOf({ gitRepo, gitCommit, directory, file }) {
  return [gitRepo, gitCommit, directory.replace(/\/+$/, '') || '.', file].join(' ');
}

function groupBy(list, key) {
  const groups = new Map();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function prune(object) {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
