/* What dockerfile-utils says of all files called Dockerfile below a folder, as JSON: `node dockerfile-utils.cjs FOLDER`. */
'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { validate } = require('dockerfile-utils');

const [folder] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(({ name }) => name === 'Dockerfile');
const told = files.map(({ parentPath, name }) => {
  const file = join(parentPath, name);
  return { file, diagnostics: validate(readFileSync(file, 'utf8')) };
});
console.log(JSON.stringify(told));
