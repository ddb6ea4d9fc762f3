import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { lua } from './lua.ts';

const SPEC = `-- a comment
package = "LuaSocket"
version = "3.1.0-1"
source = { url = "git+https://example.com/x.git", version = "9" }
description = {
  summary = "Network support",
  license = "MIT"
}
dependencies = { "lua >= 5.1", 'lpeg ~> 1.0' }
`;

test('installed rocks', async () => {
  const rocks = 'usr/local/lib/luarocks/rocks-5.1';
  const { lines, problems } = await catalogText(lua, [
    [
      `${rocks}/luasocket/3.1.0-1/luasocket-3.1.0-1.rockspec: ${SPEC}`,
      `${rocks}/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec: package = 'lpeg'\nversion = [[1.0.2-1]]\n`,
      `${rocks}/odd/1-1/odd-1-1.rockspec: package = name\n`,
      `src/x.rockspec: ${SPEC}`,
    ],
  ]);
  assert.deepEqual(lines, [
    `luarocks luasocket 3.1.0-1 ${rocks}/luasocket/3.1.0-1/luasocket-3.1.0-1.rockspec (MIT)`,
    `luarocks lpeg 1.0.2-1 ${rocks}/lpeg/1.0.2-1/lpeg-1.0.2-1.rockspec`,
  ]);
  assert.deepEqual(problems, []);
});
