import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../src/lint/rules/index.ts';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';

const FILES = 1000;
/** Examples of rules in one file: some forty lines, as Dockerfiles have. */
const EXAMPLES = 8;
const PEER = join(ROOT, 'bench/peers/dockerfile-utils.cjs');

/** Dockerfiles: the first word of one against an empty script, and a tree of 1,000 against dockerfile-utils, which knows no shell and a third of the rules. */
export const lint = {
  name: 'lint',
  rounds: 7,
  skip: () => (existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  run: (rounds) =>
    withFolder((folder, empty) => {
      const bytes = writeTree(folder);
      const one = [...FROMAGE, 'lint', join(folder, 'tree/7/Dockerfile')];
      const timers = {
        empty: timerOf(empty, folder),
        one: timerOf(one, folder, [1]),
        tree: timerOf([...FROMAGE, 'lint', 'tree', '--json'], folder, [1]),
      };
      const hasPeer = existsSync(join(ROOT, 'bench/peers/node_modules/dockerfile-utils'));
      if (hasPeer) timers.peer = timerOf([process.execPath, PEER, 'tree'], folder);
      const times = timeInTurn(timers, rounds);
      const speed = (milliseconds) => `${Math.round((FILES * 1000) / milliseconds)} files/s`;
      const size = `${Math.round(bytes / 1024)} kB`;
      const first = ratioRow('fromage lint Dockerfile', times.one, 'an empty script', times.empty, 2);
      if (!hasPeer)
        return [
          first,
          {
            what: `lint ${FILES} files`,
            ratio: times.tree / times.empty,
            limit: null,
            detail: `${speed(times.tree)}, ${size}; without a peer: npm ci in bench/peers`,
          },
        ];
      const row = ratioRow(`lint ${FILES} files`, times.tree, 'dockerfile-utils', times.peer, null);
      return [first, { ...row, detail: `${row.detail}; ${speed(times.tree)} and ${speed(times.peer)}, ${size}` }];
    }),
};

/** Writes the same files every time; gives their bytes. */
function writeTree(folder) {
  const examples = RULES.flatMap(({ bad, good }) => [...bad, ...good].map(({ dockerfile }) => dockerfile.trimEnd()));
  const texts = Array.from({ length: FILES }, (_, at) =>
    Array.from({ length: EXAMPLES }, (__, part) => examples[(at * 31 + part * 97) % examples.length]).join('\n\n'),
  );
  for (const [at, text] of texts.entries()) {
    mkdirSync(join(folder, `tree/${at}`), { recursive: true });
    writeFileSync(join(folder, `tree/${at}/Dockerfile`), `${text}\n`);
  }
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}
