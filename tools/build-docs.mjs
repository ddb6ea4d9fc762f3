/**
 * Writes the pages that are made from the code: the picture in ARCHITECTURE.md, docs/sources.md, docs/tracers.md,
 * docs/catalogers.md, docs/feeds.md, docs/cli.md, docs/rules/ and the transcripts in README.md.
 *
 *   node tools/build-docs.mjs            write them
 *   node tools/build-docs.mjs --check    fail where what is there differs from what the code says
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROWS } from './layers.mjs';
import { drawLayers } from './layer-diagram.mjs';
import { ensureNode, isMain, ROOT } from './project.mjs';
import { writeTranscripts } from './transcripts.mjs';

/**
 * The pages: each is a path and what makes its text, given the root and the text that is there.
 */
const PAGES = [
  { path: 'ARCHITECTURE.md', make: (root, text) => between(text, 'layers', drawLayers(root, ROWS)) },
  { path: 'docs/sources.md', make: async (root) => sourcesPage((await load(root, 'src/store/sources/index.ts')).SOURCES) },
  { path: 'docs/tracers.md', make: async (root) => tracersPage((await load(root, 'src/lineage/tracers/index.ts')).TRACERS) },
  { path: 'docs/catalogers.md', make: async (root) => catalogersPage((await load(root, 'src/catalog/catalogers/index.ts')).CATALOGERS) },
  { path: 'docs/feeds.md', make: async (root) => feedsPage((await load(root, 'src/advisories/feeds/index.ts')).FEEDS) },
  { path: 'docs/cli.md', make: async (root) => cliPage((await load(root, 'src/cli/main.ts')).helpPages()) },
  { path: 'README.md', make: writeTranscripts },
];

if (isMain(import.meta.url)) {
  ensureNode();
  const check = process.argv.includes('--check');
  const { problems } = check ? await checkDocs(ROOT) : await writeDocs(ROOT);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

/** `{ looked, problems }`: the pages that are not what the code says, and those that it says nothing of. */
export async function checkDocs(root, pages = null) {
  const all = pages ?? [...PAGES, ...(await rulePages(root))];
  const made = await Promise.all(all.map((page) => make(root, page)));
  const stale = made
    .filter(({ before, after }) => before !== after)
    .map(({ path }) => `${path} is not what the code says: run npm run docs`);
  const left = pages === null ? leftPages(root, all).map((path) => `${path} is about no rule that there is`) : [];
  return { looked: `${made.length} pages`, problems: [...stale, ...left] };
}

/** A page for each rule, and one that lists them. */
async function rulePages(root) {
  const rules = (await load(root, 'src/lint/known-rules.ts')).MANUALS;
  const inFolder = new Set((await load(root, 'src/lint/rules/index.ts')).RULES.map(({ id }) => id));
  const sourceOf = ({ id }) => (inFolder.has(id) ? `src/lint/rules/${id}.ts` : `src/lint/${id}.ts`);
  return [
    { path: 'docs/rules/README.md', make: () => rulesPage(rules) },
    ...rules.map((rule) => ({ path: `docs/rules/${rule.id}.md`, make: () => rulePage(rule, sourceOf(rule)) })),
  ];
}

function leftPages(root, pages) {
  const folder = join(root, 'docs/rules');
  const known = new Set(pages.map(({ path }) => path));
  return existsSync(folder)
    ? readdirSync(folder)
        .map((name) => `docs/rules/${name}`)
        .filter((path) => !known.has(path))
    : [];
}

function rulesPage(rules) {
  const rows = rules.map(({ id, summary, severity, recommended, equivalents }) =>
    row([`[${id}](${id}.md)`, summary, recommended ? severity : `${severity}, off`, equivalents.map(code).join(', ')]),
  );
  return page(
    'Rules',
    'src/lint/known-rules.ts',
    'What `fromage lint` tells. A rule goes by its name here or by what it is called elsewhere, in configurations and comments alike.',
    [row(['rule', 'what it tells', 'severity', 'elsewhere']), '| --- | --- | --- | --- |', ...rows],
  );
}

function rulePage({ id, summary, why, severity, recommended, equivalents, bad, good }, source) {
  const block = (text) => ['```dockerfile', text.trimEnd(), '```', ''];
  const fixed = bad.filter((example) => example.fixed !== undefined);
  return page(id, source, `${summary}. Severity: ${severity}${recommended ? '' : '; off unless asked for'}.`, [
    why,
    '',
    ...(equivalents.length === 0 ? [] : [`Elsewhere: ${equivalents.map(code).join(', ')}.`, '']),
    '## Told',
    '',
    ...bad.flatMap(({ dockerfile }) => block(dockerfile)),
    '## Not told',
    '',
    ...good.flatMap(({ dockerfile }) => block(dockerfile)),
    ...(fixed.length === 0 ? [] : ['## Fixed', '', ...fixed.flatMap((example) => block(example.fixed))]),
  ]);
}

async function writeDocs(root) {
  const pages = [...PAGES, ...(await rulePages(root))];
  mkdirSync(join(root, 'docs/rules'), { recursive: true });
  for (const { path, before, after } of await Promise.all(pages.map((page) => make(root, page)))) {
    if (before !== after) writeFileSync(join(root, path), after);
    if (before !== after || !path.startsWith('docs/rules/')) console.log(`${path}: ${before === after ? 'as it was' : 'written'}`);
  }
  for (const path of leftPages(root, pages)) rmSync(join(root, path));
  return { problems: [] };
}

async function make(root, page) {
  const file = join(root, page.path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return { path: page.path, before, after: await page.make(root, before) };
}

/** The text with what stands between `<!-- name -->` and `<!-- /name -->` replaced. */
export function between(text, name, content) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`no ${open} … ${close} to write between`);
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}

/** docs/sources.md. */
export function sourcesPage(sources) {
  const roles = {
    file: 'a path that exists and looks like one',
    engine: 'a name, where the engine runs and has it',
    registry: 'any other name',
    stdin: '`-` alone',
  };
  const rows = sources.map(({ scheme, summary, example, network, role }) =>
    row([code(scheme), summary, code(example), network ? 'yes' : 'no', roles[role] ?? role]),
  );
  return page(
    'Sources',
    'src/store/sources/index.ts',
    'Where an image comes from. The scheme stands before the location; without one, the last column says what is taken for it.\n' +
      'What needs the network is refused under `--offline`.',
    [row(['scheme', 'what', 'example', 'network', 'without a scheme']), '| --- | --- | --- | --- | --- |', ...rows],
  );
}

/** docs/tracers.md. */
export function tracersPage(tracers) {
  const rows = tracers.map(({ id, summary, confidence }) => row([code(id), summary, confidence]));
  return page(
    'Tracers',
    'src/lineage/tracers/index.ts',
    'How an image shows what it was made FROM, best evidence first. The last column is the best confidence a tracer can reach:\n' +
      '`proven` (hashed by us), `attested` (a verified signature), `matched` (digests as config and manifest state them), `inferred`\n' +
      '(signs that are hard to get wrong by accident), `claimed` (somebody’s word).',
    [row(['tracer', 'what it looks at', 'best confidence']), '| --- | --- | --- |', ...rows],
  );
}

/** docs/catalogers.md. */
export function catalogersPage(catalogers) {
  const rows = catalogers.map(({ id, summary, types, finds, wish }) =>
    row([code(id), summary, finds, types.map(code).join(', '), wish.paths.map(code).join(', ')]),
  );
  return page(
    'Catalogers',
    'src/catalog/catalogers/index.ts',
    'What is read of an image to say which packages it holds. `installed`: they are there; `declared`: a file says that a program here\n' +
      'needs them. The types are those of package URLs; paths are globs, `**` stands for any number of folders.',
    [row(['cataloger', 'what it reads', 'finds', 'types', 'paths']), '| --- | --- | --- | --- | --- |', ...rows],
  );
}

/** docs/feeds.md. */
export function feedsPage(feeds) {
  const rows = feeds.map(({ id, title, home, licence, ecosystems }) =>
    row([code(id), title, ecosystems.length === 0 ? '' : ecosystems.map(code).join(', '), home, licence]),
  );
  return page(
    'Feeds',
    'src/advisories/feeds/index.ts',
    'What `fromage db import` reads, and `fromage db update` fetches. `db update` takes what is in the third column, with its release where\n' +
      'there is `:`; a feed without ecosystems is about vulnerabilities as such, and is fetched with any, where it can be. Of Oracle Linux and\n' +
      'Amazon Linux no feed is read: their lists are OVAL and repository metadata in XML. SUSE, openSUSE and Red Hat are read from osv.dev.',
    [row(['feed', 'what', 'ecosystems', 'where it is published', 'terms']), '| --- | --- | --- | --- | --- |', ...rows],
  );
}

/** docs/cli.md: the help of every command. */
export function cliPage(commands) {
  if (commands.length === 0) throw new Error('there is no command');
  const sections = commands.map(({ command, help }) => `## ${command}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\``);
  const introduction = 'What `--help` prints, command by command.';
  return `# Commands\n\n<!-- Made by tools/build-docs.mjs from src/cli/commands/index.ts: change it there. -->\n\n${introduction}\n\n${sections.join('\n\n')}\n`;
}

function page(title, from, introduction, table) {
  if (table.length <= 2) throw new Error(`${from} lists nothing`);
  return `# ${title}\n\n<!-- Made by tools/build-docs.mjs from ${from}: change it there. -->\n\n${introduction}\n\n${table.join('\n').trimEnd()}\n`;
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function code(text) {
  return `\`${text}\``;
}

function load(root, path) {
  return import(join(root, path));
}
