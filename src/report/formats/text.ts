import { shortDigest } from '../../model/digest.ts';
import type { Ancestor, AncestorFacts, Confidence, EndOfLife, Evidence, Lineage } from '../../model/lineage.ts';
import { formatPlatform } from '../../model/platform.ts';
import type { Trace, TraceSubject } from '../../model/trace.ts';
import type { Format, View } from '../format.ts';
import { layerTable } from '../layer-table.ts';
import type { Style } from '../style.ts';
import { count, dayOf, formatBytes, printable, proseWidth, shortReference, wrap } from '../words.ts';

/** A tree from the subject down to scratch, each image with what is known of it and how. */
export const text = {
  id: 'text',
  summary: 'a tree for people',
  write: (traces, view) => traces.map((trace) => writeTrace(trace, view)).join('\n'),
} as const satisfies Format;

function writeTrace(trace: Trace, view: View): string {
  const { lineage } = trace;
  const blocks = [
    subjectBlock(trace, view),
    ...lineage.ancestors.map((ancestor, index) => ancestorBlock(ancestor, rankOf(index, lineage), view)),
    endBlock(trace, view),
  ];
  const tree = blocks.flatMap((block, index) => drawBlock(block, index, blocks.length, view.style));
  const layers = view.layers ? ['', ...layerTable(trace, view)] : [];
  return `${[...tree, ...layers, ...notes(trace, view)].join('\n')}\n`;
}

/** A node of the tree: its name, then lines that may be longer than the width. */
interface Block {
  readonly name: string;
  readonly lines: readonly string[];
}

const INDENT = 6;

function drawBlock(block: Block, index: number, total: number, style: Style): readonly string[] {
  const last = index === total - 1;
  const corner = index === 0 ? '' : style.dim(last ? '└── ' : '├── ');
  const bar = last ? ' ' : style.dim('│');
  const gap = last ? [] : [style.dim('│')];
  return [`${corner}${block.name}`, ...block.lines.map((line) => `${bar}${' '.repeat(INDENT - 1)}${line}`), ...gap];
}

function subjectBlock({ subject, lineage, lenders }: Trace, view: View): Block {
  const { style } = view;
  const ids = [subject.indexDigest ?? subject.manifestDigest ?? subject.configDigest].flatMap((id) =>
    id === null ? [] : [shortDigest(id)],
  );
  const own =
    lineage.own.layers === null
      ? []
      : [`${count(lineage.own.layers.last - lineage.own.layers.first + 1, 'layer')} of its own${sizeWords(subject.ownSize)}`];
  const all =
    subject.layerCount === null
      ? []
      : [`${count(subject.layerCount, 'layer')}${subject.size === null ? '' : ` (${formatBytes(subject.size)})`} in all`];
  const created = dayOf(subject.created);
  return {
    name: style.title(printable(shortReference(subject.name))),
    lines: [
      ...spread(
        [
          kindOf(subject),
          ...(subject.platform === null ? [] : [printable(formatPlatform(subject.platform))]),
          ...ids,
          ...(created === null ? [] : [`created ${created}`]),
        ],
        view,
      ),
      ...spread([...own, ...all], view),
      ...(subject.verified ? [view.style.good('every layer was read, and its digests agree')] : []),
      ...otherPlatforms(subject, view),
      ...(subject.knownAs === null ? [] : [`known as ${shortReference(subject.knownAs)}`]),
      ...factLines(subject.facts, view),
      ...stageLines(subject, view),
      ...lenders.flatMap(({ reference, line }) => said('lends files only', `${shortReference(reference)} (line ${line})`, style.dim, view)),
    ],
  };
}

function otherPlatforms({ otherPlatforms: others }: TraceSubject, view: View): readonly string[] {
  if (others.length === 0) return [];
  return said('also for', [...new Set(others.map(formatPlatform))].join(', '), view.style.dim, view);
}

function kindOf(subject: TraceSubject): string {
  if (subject.kind === 'dockerfile') return 'Dockerfile';
  if (subject.kind === 'reference') return 'by name alone, from the index';
  return subject.location === subject.name ? 'image' : printable(subject.location);
}

function stageLines(subject: TraceSubject, view: View): readonly string[] {
  if (subject.stages.length < 2) return [];
  const stages = subject.stages.map((stage) => `${stage.name ?? `stage ${stage.index}`} (line ${stage.line})`);
  return said('stages', stages.join(' on '), view.style.dim, view);
}

/** Both words where one image is both. "Base" only where it is known that nothing but scratch is below. */
function rankOf(index: number, lineage: Lineage): string {
  const isBase = index === lineage.ancestors.length - 1 && lineage.end === 'scratch';
  if (index === 0) return isBase ? 'parent and base' : 'parent';
  return isBase ? 'base' : '';
}

function ancestorBlock(ancestor: Ancestor, rank: string, view: View): Block {
  const { style } = view;
  const name = ancestor.reference === null ? 'an image that is not known by name' : shortReference(ancestor.reference);
  const span = ancestor.layers;
  const layers = span === null ? [] : [`${count(span.last - span.first + 1, 'layer')}${sizeWords(ancestor.size)}`];
  const digest = ancestor.digest === null ? [] : [shortDigest(ancestor.digest)];
  const created = dayOf(ancestor.created);
  const others = ancestor.aliases.map(shortReference).join(', ');
  return {
    name: `${style.title(name)}${rank === '' ? '' : `  ${style.dim(rank)}`}`,
    lines: [
      ...spread([...digest, ...layers, ...(created === null ? [] : [`created ${created}`])], view),
      ...(others === '' ? [] : said('also', others, style.dim, view)),
      ...factLines(ancestor.facts, view),
      ...ancestor.evidence.flatMap((one) => evidenceLines(one, ancestor, view)),
    ],
  };
}

function sizeWords(size: number | null): string {
  return size === null ? '' : `, ${formatBytes(size)}`;
}

function factLines(facts: AncestorFacts | null, view: View): readonly string[] {
  if (facts === null) return [];
  const { style } = view;
  const by = facts.publisher === null ? [] : [`${facts.publisher} (by its ${facts.verifiedBy})`];
  const often = freshness(facts);
  const deprecated = facts.deprecated ? [style.bad('deprecated by its publisher')] : [];
  return [...spread([...by, ...often, ...deprecated], view), ...facts.endOfLife.map((one) => lifeLine(one, style))];
}

function freshness({ lastUpdated, updatesPerYear }: AncestorFacts): readonly string[] {
  if (updatesPerYear === null) return lastUpdated === null ? [] : [`last updated ${lastUpdated}`];
  const often =
    updatesPerYear === 0
      ? 'not updated within a year'
      : updatesPerYear === 1
        ? 'updated once a year'
        : `updated ${updatesPerYear} times a year`;
  return [lastUpdated === null ? often : `${often}, last ${lastUpdated}`];
}

function lifeLine({ product, cycle, on, ended }: EndOfLife, style: Style): string {
  const what = `${product} ${cycle}`;
  if (ended) return style.bad(`${what}: end of life${on === null ? '' : ` since ${on}`}`);
  return on === null ? style.dim(`${what}: supported`) : style.dim(`${what}: supported until ${on}`);
}

function evidenceLines(evidence: Evidence, ancestor: Ancestor, view: View): readonly string[] {
  const { style } = view;
  if (evidence.contradicted === true) return said('contradicted', evidence.detail, style.bad, view);
  const resolution = evidence.tracer === 'index' && ancestor.resolution !== null ? ` (${RESOLUTIONS[ancestor.resolution]})` : '';
  return said(`${evidence.confidence}${resolution}`, evidence.detail, colourOf(evidence.confidence, style), view);
}

const RESOLUTIONS = { exact: 'exact', 'nearest-commit': 'nearest commit', inferred: 'inferred' } as const;

function colourOf(confidence: Confidence, style: Style): Style['good'] {
  return confidence === 'proven' || confidence === 'attested' || confidence === 'matched' ? style.good : style.warn;
}

function endBlock({ lineage, layers }: Trace, view: View): Block {
  const { style } = view;
  if (lineage.end === 'unknown')
    return { name: style.warn('unknown'), lines: said('missing', lineage.missing ?? 'what is below', style.warn, view) };
  const edges = `every FROM edge is accounted for${lineage.resolution === null ? '' : EDGES[lineage.resolution]}`;
  const shown = layers.length === 0 ? 'no layers were looked at' : 'the layers do not show it';
  const how = lineage.declared ? said('declared', `${edges}; ${shown}`, style.dim, view) : [];
  return {
    name: style.title('scratch'),
    lines: [...lineage.endEvidence.flatMap((one) => said(one.confidence, one.detail, colourOf(one.confidence, style), view)), ...how],
  };
}

const EDGES = { exact: '', 'nearest-commit': ', some by the nearest commit at hand', inferred: ', some by inference' } as const;

function notes({ lineage, subject }: Trace, view: View): readonly string[] {
  const { style } = view;
  const told = lineage.problems.map(
    ({ message, incomplete }) => [incomplete ? style.bad('incomplete') : style.warn('note'), message] as const,
  );
  const asOf = lineage.asOf === null ? [] : [[style.dim('index'), dating(lineage, subject)] as const];
  const lines = [...told, ...asOf].flatMap(([label, message]) => hang(label, printable(message), view.width));
  return lines.length === 0 ? [] : ['', ...lines];
}

/** An answer of the index is dated, and no better than its least known edge. */
function dating(lineage: Lineage, subject: TraceSubject): string {
  const { asOf, resolution } = lineage;
  const byIndex =
    lineage.ancestors.some((ancestor) => ancestor.resolution !== null) || lineage.endEvidence.some(({ tracer }) => tracer === 'index');
  const how = resolution === null || !byIndex ? '' : RELIABILITY[resolution];
  const moved = subject.kind === 'image' ? '' : ' Tags may have moved since.';
  return `official images as of ${asOf}${how}.${moved}`;
}

const RELIABILITY = {
  exact: '; every edge is exact',
  'nearest-commit': '; some edge is from the nearest commit at hand',
  inferred: '; some edge is inferred',
} as const;

/** `label: text`, the text wrapped under itself. */
function said(label: string, detail: string, colour: Style['good'], view: View): readonly string[] {
  const [first = '', ...rest] = wrap(`${label}: ${printable(detail)}`, proseWidth(view.width) - INDENT);
  return [`${colour(label)}${first.slice(label.length)}`, ...rest.map((line) => `  ${line}`)];
}

/** Facts side by side, as many as fit into a line. */
function spread(facts: readonly string[], view: View): readonly string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const line = lines.at(-1);
    const joined = `${line} · ${fact}`;
    if (line === undefined || visibleLength(joined) > proseWidth(view.width) - INDENT) lines.push(fact);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

function visibleLength(line: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
  return line.replace(/\u001b\[\d+m/g, '').length;
}

function hang(label: string, message: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrap(message, proseWidth(width) - visibleLength(label) - 2);
  return [`${label}: ${first}`, ...rest.map((line) => `${' '.repeat(visibleLength(label) + 2)}${line}`)];
}
