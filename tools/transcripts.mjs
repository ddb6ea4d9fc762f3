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
  const database = (...packages) =>
    packages
      .map(
        ([name, version, source]) =>
          `Package: ${name}\nStatus: install ok installed\n${source ? `Source: ${source}\n` : ''}Version: ${version}\nArchitecture: amd64\n`,
      )
      .join('\n');
  const text = (name, body) => ({ name, type: 'file', body: new TextEncoder().encode(body) });
  const libc = ['libc6', '2.36-9+deb12u13', 'glibc'];
  const base = buildImage({
    created: day('10-01', '08:00:00'),
    layers: [
      {
        files: [
          text('etc/os-release', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'),
          text('etc/motd', 'Welcome. This is a base image of the team.\n'),
          text('var/lib/dpkg/status', database(['bash', '5.2.15-2+b10'], libc)),
        ],
        createdBy: 'COPY rootfs / # buildkit',
        created: day('10-01', '08:00:00'),
      },
    ],
  });
  const app = buildImage({
    base,
    created: day('11-20', '09:30:01'),
    layers: [
      {
        files: [
          text('var/lib/dpkg/status', database(['bash', '5.2.15-2+b10'], ['curl', '7.88.1-10+deb12u12'], libc)),
          'usr/bin/curl (0755): ELF',
        ],
        createdBy: 'RUN /bin/sh -c apt-get install -y curl # buildkit',
        created: day('11-20', '09:29:00'),
      },
      {
        files: [text('srv/app', 'print("hello")\n'), 'etc/.wh.motd'],
        createdBy: 'COPY app / # buildkit',
        created: day('11-20', '09:30:00'),
      },
      { createdBy: 'CMD ["/bin/sh" "/srv/app"]', created: day('11-20', '09:30:01') },
    ],
  });
  const save = (name, image, tag) =>
    writeFileSync(join(place, 'work', name), writeDockerArchive([{ image, names: [tag] }], { form: 'layout' }));
  save('base.tar', base, 'registry.example.com/team/base:1');
  save('app.tar', app, 'registry.example.com/team/app:1.4');
  return place;
}

/** What `fromage …` prints at 80 columns, notes first. The home's path is shown as `~`. Incomplete answers (exit code 4) are shown too. */
function run(root, place, command) {
  const home = join(place, 'home');
  const fixed = `data:text/javascript,Date.now=()=>${Date.parse(DAY)}`;
  const args = ['--import', fixed, join(root, 'bin/fromage.cjs'), ...command.split(' ').slice(1)];
  const env = { PATH: process.env.PATH, HOME: home, COLUMNS: '80', NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: join(place, 'work'), encoding: 'utf8', env });
  const isNote = stderr === '' || stderr.startsWith('fromage: the data is old: ');
  if ((status !== 0 && status !== 4) || !isNote) throw new Error(`${command}: exit code ${status}\n${stderr}`);
  return `${stderr}${stdout}`.replaceAll(home, '~');
}
