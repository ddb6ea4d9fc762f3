/**
 * Transcripts in README.md: each stands between `<!-- transcript: COMMANDS -->` and `<!-- /transcript -->`, and is what the
 * commands (parted by ` && `) print on a new machine on a fixed day, in a folder with the examples and two archives.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage, writeDockerArchive } from '../src/testing/index.ts';

/** The day of the transcripts: ends of life are told by it. */
const DAY = '2026-11-25T12:00:00Z';

/** The text with every transcript made anew. Throws where a command fails. */
export function writeTranscripts(root, text) {
  return text.replace(/<!-- transcript: (.+) -->\n[^]*?<!-- \/transcript -->/g, (_, commands) => {
    const place = makePlace(root);
    const shown = commands.split(' && ').map((command) => ({ command, output: run(root, place, command) }));
    rmSync(place, { recursive: true });
    const language = commands.includes('mermaid') ? 'mermaid' : 'console';
    const body = shown.map(({ command, output }) => (language === 'mermaid' ? output : `$ ${command}\n${output}`)).join('');
    return `<!-- transcript: ${commands} -->\n\`\`\`${language}\n${body}\`\`\`\n<!-- /transcript -->`;
  });
}

/** `home/`, and `work/` with `examples`, `base.tar` and `app.tar`, which is built upon it. */
function makePlace(root) {
  const place = mkdtempSync(join(tmpdir(), 'fromage-transcript-'));
  for (const name of ['home', 'work']) mkdirSync(join(place, name));
  symlinkSync(join(root, 'examples'), join(place, 'work/examples'));
  const day = (date, time) => `2026-${date}T${time}Z`;
  const base = buildImage({
    layers: [
      {
        files: `etc/os-release: ID=acme\nbin/sh (0755): ${'#'.repeat(90_000)}`,
        createdBy: 'COPY rootfs / # buildkit',
        created: day('10-01', '08:00:00'),
      },
    ],
  });
  const app = buildImage({
    base,
    layers: [
      { files: 'srv/app: print("hello")', createdBy: 'COPY app /srv/app # buildkit', created: day('11-20', '09:30:00') },
      { createdBy: 'CMD ["/bin/sh" "/srv/app"]', created: day('11-20', '09:30:01') },
    ],
  });
  const save = (name, image, tag) =>
    writeFileSync(join(place, 'work', name), writeDockerArchive([{ image, names: [tag] }], { form: 'layout' }));
  save('base.tar', base, 'registry.example.com/team/base:1');
  save('app.tar', app, 'registry.example.com/team/app:1.4');
  return place;
}

/** What `fromage …` prints at 80 columns. The home's path is shown as `~`. Incomplete answers (exit code 4) are shown too. */
function run(root, place, command) {
  const home = join(place, 'home');
  const fixed = `data:text/javascript,Date.now=()=>${Date.parse(DAY)}`;
  const args = ['--import', fixed, join(root, 'bin/fromage.cjs'), ...command.split(' ').slice(1)];
  const env = { PATH: process.env.PATH, HOME: home, COLUMNS: '80', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(place, 'work'), encoding: 'utf8', env });
  if ((status !== 0 && status !== 4) || stderr !== '') throw new Error(`${command}: exit code ${status}\n${stderr}`);
  return stdout.replaceAll(home, '~');
}
