import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { goMod } from './go-mod.ts';

const MOD = (go: string) => `module example.com/app // ours

go ${go}

require (
	golang.org/x/net v0.20.0
	"a.b/c" v1.0.0 // indirect
	d.e/f v1.0.0
	l.m/n v1.0.0
)
require rsc.io/quote v1.5.2
replace a.b/c => x.y/c v1.0.1
replace (
	d.e/f v1.0.0 => ../f
	l.m/n v9.0.0 => ../n
)
exclude z.z/z v1.0.0
`;
const SUM = `golang.org/x/net v0.19.0 h1:a=
golang.org/x/net v0.20.0/go.mod h1:b=
golang.org/x/text v0.3.0/go.mod h1:c=
rsc.io/sampler v1.3.0 h1:d=
rsc.io/sampler v1.3.0/go.mod h1:e=
`;
const REQUIRED = ['golang golang.org/x/net v0.20.0', 'golang x.y/c v1.0.1', 'golang l.m/n v1.0.0', 'golang rsc.io/quote v1.5.2'];

test('requirements with what replaces them; a folder in their place leaves them out', async () => {
  const { lines } = await catalogText(goMod, [[`src/go.mod: ${MOD('1.22.1')}`, `src/go.sum: ${SUM}`]]);
  assert.deepEqual(
    lines,
    REQUIRED.map((line) => `${line} src/go.mod`),
  );
});

test('before Go 1.17 the modules that go.sum alone knows are added', async () => {
  const { lines } = await catalogText(goMod, [[`src/go.mod: ${MOD('1.16')}`, `src/go.sum: ${SUM}`]]);
  assert.deepEqual(lines, [...REQUIRED.map((line) => `${line} src/go.mod`), 'golang rsc.io/sampler v1.3.0 src/go.sum']);
});

test("Go's own source and fetched modules are not ours", async () => {
  const paths = ['usr/local/go/src/go.mod', 'root/go/pkg/mod/a.b/c@v1/go.mod', 'app/testdata/go.mod', 'app/vendor/x/go.mod'];
  assert.deepEqual((await catalogText(goMod, [paths.map((path) => `${path}: ${MOD('1.22')}`)])).lines, []);
});
