import { buildRouteMap } from '@stricli/core';
import { catCommand } from './cat.ts';
import { compareCommand } from './compare.ts';
import { dbRoutes } from './db.ts';
import { diffCommand } from './diff.ts';
import { filesCommand } from './files.ts';
import { layersCommand } from './layers.ts';
import { explainCommand } from './explain.ts';
import { lintCommand } from './lint.ts';
import { indexRoutes } from './local-index.ts';
import { outdatedCommand } from './outdated.ts';
import { sbomCommand } from './sbom.ts';
import { scanCommand } from './scan.ts';
import { suggestCommand } from './suggest.ts';
import { traceCommand } from './trace.ts';

/** Every command. Adding one: its file in this folder, and a line here. What it runs is loaded when it runs. */
export const routes = buildRouteMap({
  routes: {
    trace: traceCommand,
    sbom: sbomCommand,
    layers: layersCommand,
    files: filesCommand,
    cat: catCommand,
    diff: diffCommand,
    scan: scanCommand,
    compare: compareCommand,
    suggest: suggestCommand,
    outdated: outdatedCommand,
    lint: lintCommand,
    explain: explainCommand,
    index: indexRoutes,
    db: dbRoutes,
  },
  docs: {
    brief: 'What is a container image made FROM, all the way down to scratch?',
    fullDescription: [
      'FROM + image: traces the lineage of a Dockerfile or a real image down to scratch, with evidence for each step.',
      '',
      'Examples:',
      '  fromage trace Dockerfile                  the chain of what a Dockerfile makes',
      '  fromage trace httpd:2.4                   of an image in an engine or a registry',
      '  docker save app | fromage trace -         of an archive on standard input',
      '  fromage sbom app.tar                      its packages, and who brought each',
      '  fromage scan app.tar                      its vulnerabilities, and who has to mend each',
      '  fromage compare httpd:2.4 httpd:2.4-alpine --offline',
      '  fromage layers app.tar                    what each layer did, and wasted',
      '  fromage index add docker-archive:base.tar teach it your own base images',
    ].join('\n'),
  },
});
