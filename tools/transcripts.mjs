/**
 * Transcripts in README.md: each stands between `<!-- transcript: COMMAND -->` and `<!-- /transcript -->`, and is what the
 * command prints on a new machine on a fixed day.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The day of the transcripts: ends of life are told by it. */
const DAY = '2026-11-25T12:00:00Z';

/** The text with every transcript made anew. Throws where a command fails. */
export function writeTranscripts(root, text) {
  return text.replace(/<!-- transcript: (.+) -->\n[^]*?<!-- \/transcript -->/g, (_, command) => {
    const output = run(root, command);
    const language = command.includes('mermaid') ? 'mermaid' : 'console';
    const shown = language === 'mermaid' ? output : `$ ${command}\n${output}`;
    return `<!-- transcript: ${command} -->\n\`\`\`${language}\n${shown}\`\`\`\n<!-- /transcript -->`;
  });
}

/** What `fromage …` prints, with an empty home and at 80 columns. The home's path is shown as `~`. */
function run(root, command) {
  const home = mkdtempSync(join(tmpdir(), 'fromage-transcript-'));
  const fixed = `data:text/javascript,Date.now=()=>${Date.parse(DAY)}`;
  const args = ['--import', fixed, join(root, 'bin/fromage.cjs'), ...command.split(' ').slice(1)];
  const env = { PATH: process.env.PATH, HOME: home, COLUMNS: '80', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
  rmSync(home, { recursive: true });
  if (status !== 0 || stderr !== '') throw new Error(`${command}: exit code ${status}\n${stderr}`);
  return stdout.replaceAll(home, '~');
}
