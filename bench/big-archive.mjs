import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';
import { writeSparseArchive } from './sparse-archive.mjs';

const [SMALL, BIG] = [10 * 1024 ** 2, 1200 * 1024 ** 2];

/** Tracing a docker-archive of more than a gigabyte against one of ten megabytes: the layers are not read, so the size costs nothing. */
export const bigArchive = {
  name: 'big-archive',
  rounds: 11,
  skip: () => (existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  run: (rounds) =>
    withFolder((folder) => {
      writeSparseArchive(join(folder, 'small.tar'), SMALL);
      writeSparseArchive(join(folder, 'big.tar'), BIG);
      const trace = (name) => timerOf([...FROMAGE, 'trace', name, '--offline', '--no-learn'], folder, [0, 4]);
      const times = timeInTurn({ small: trace('small.tar'), big: trace('big.tar') }, rounds);
      return [ratioRow('fromage trace 1.2 GB archive', times.big, 'a 10 MB one', times.small, 1.25)];
    }),
};
