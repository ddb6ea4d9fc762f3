import { type AttachedSboms, readAttached } from '../app/read-attached.ts';
import { EXIT, FromageError } from '../model/error.ts';
import type { AttachedSbom } from '../model/sbom.ts';
import { writeAttached } from '../report/attached-text.ts';
import { printable } from '../report/words.ts';
import type { SbomFlags } from './commands/sbom.ts';
import type { CliContext } from './context.ts';
import { settingsOf } from './settings.ts';
import { styleFor, widthOf } from './terminal.ts';
import { withPorts } from './with-ports.ts';

/** `fromage sbom --attached`: what others say of the image, as they say it. */
export async function runAttached(context: CliContext, flags: SbomFlags, target: string): Promise<void> {
  const attached = await withPorts(context.host, flags.cache, (ports) => readAttached(target, settingsOf(flags), ports));
  const { stdout, stderr, env } = context.host;
  const id = flags.json === true ? 'json' : flags.format;
  if (attached.sboms.length === 0) throw nothingAttached(attached);
  const view = { width: widthOf(stdout, env), style: styleFor(stdout, flags.color, env) };
  stdout.write(id === 'table' ? writeAttached(attached.name, attached.sboms, view) : textOf(id, attached));
  for (const { message } of attached.problems) stderr.write(`fromage: ${printable(message)}\n`);
  context.finish(attached.problems.some(({ incomplete }) => incomplete) ? EXIT.incomplete : EXIT.fine);
}

const KINDS: Readonly<Record<string, AttachedSbom['format']>> = { 'cyclonedx-json': 'cyclonedx', 'spdx-json': 'spdx' };

/** The document itself where one kind is asked for; else all of them. */
function textOf(format: string, { name, sboms }: AttachedSboms): string {
  if (format === 'json') return `${JSON.stringify({ schemaVersion: 1, attached: sboms }, null, 2)}\n`;
  if (format === 'purls')
    return [...new Set(sboms.flatMap(({ purls }) => purls))]
      .toSorted()
      .map((purl) => `${printable(purl)}\n`)
      .join('');
  const kind = KINDS[format];
  if (kind === undefined)
    throw new FromageError('usage', `what is attached is not written anew as ${format}`, {
      hint: 'With --attached go -o table, json, purls, spdx-json and cyclonedx-json.',
    });
  const first = sboms.find((one) => one.format === kind);
  if (first !== undefined) return `${JSON.stringify(first.document, null, 2)}\n`;
  throw new FromageError('not-found', `no SBOM of this kind is attached to ${name}`, {
    hint: `There is one as ${sboms[0]?.format === 'spdx' ? 'spdx-json' : 'cyclonedx-json'}.`,
  });
}

function nothingAttached({ name, problems }: AttachedSboms): FromageError {
  const why = problems.find(({ kind }) => kind === 'unreadable-attachment')?.message;
  return new FromageError('not-found', `no SBOM is attached to ${name}${why === undefined ? '' : ` that can be read: ${why}`}`, {
    hint: 'Without --attached one is made of what is in the image.',
  });
}
