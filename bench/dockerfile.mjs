import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';

/** Tracing a Dockerfile down to scratch, from the bundled index, against an empty script under the same Node. */
export const dockerfile = {
  name: 'dockerfile',
  rounds: 21,
  skip: () => (existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  run: (rounds) =>
    withFolder((folder, empty) => {
      writeFileSync(join(folder, 'Dockerfile'), 'FROM httpd:2.4\nCOPY public /usr/local/apache2/htdocs\n');
      const trace = [...FROMAGE, 'trace', 'Dockerfile', '--offline'];
      const times = timeInTurn({ empty: timerOf(empty, folder), trace: timerOf(trace, folder) }, rounds);
      return [ratioRow('fromage trace Dockerfile', times.trace, 'an empty script', times.empty, 2)];
    }),
};
