/* The packages of an archive as snyk-docker-plugin finds them, `name@version`, one a line: `node snyk.cjs docker-archive|oci-archive FILE`. */
'use strict';
const { scan } = require('snyk-docker-plugin');

const [kind, file] = process.argv.slice(2);

scan({ path: `${kind}:${file}`, 'app-vulns': true }).then(
  ({ scanResults }) => console.log(scanResults.flatMap(packagesOf).join('\n')),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);

function packagesOf({ facts }) {
  const graphs = facts.filter(({ type }) => type === 'depGraph');
  return graphs.flatMap(({ data }) => data.getDepPkgs()).map(({ name, version }) => `${name}@${version}`);
}
