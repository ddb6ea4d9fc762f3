import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/project.mjs';
import { FROMAGE, ratioRow, timeInTurn, timerOf, withFolder } from './harness.mjs';

/** Start-up against an empty script under the same Node. */
export const startup = {
  name: 'startup',
  rounds: 21,
  skip: () => (existsSync(join(ROOT, 'dist/main.cjs')) ? null : 'the program is not built: npm run build'),
  run: (rounds) =>
    withFolder((folder, empty) => {
      const times = timeInTurn(
        {
          empty: timerOf(empty, folder),
          version: timerOf([...FROMAGE, '--version'], folder),
          help: timerOf([...FROMAGE, '--help'], folder),
        },
        rounds,
      );
      return [
        ratioRow('fromage --version', times.version, 'an empty script', times.empty, 1.3),
        ratioRow('fromage --help', times.help, 'an empty script', times.empty, 1.5),
      ];
    }),
};
