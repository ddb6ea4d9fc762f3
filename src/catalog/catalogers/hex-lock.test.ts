import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { hexLock } from './hex-lock.ts';

const MIX = `%{
  "cowboy": {:hex, :cowboy, "2.9.0", "865d", [:make, :rebar3], [{:cowlib, "2.11.0", [hex: :cowlib, repo: "hexpm"]}], "hexpm", "2c72"},
  "fork": {:git, "https://example.com/fork.git", "abc", []},
  "my_jason": {:hex, :jason, "1.4.1", "af1504", [:mix], [], "hexpm", "fbb01e"},
}
`;
const REBAR = `{"1.2.0",
[{<<"cowlib">>,{pkg,<<"cowlib">>,<<"2.11.0">>},1},
 {<<"local">>,{git,"https://example.com/x.git",{ref,"abc"}},0}]}.
[
{pkg_hash,[
 {<<"cowlib">>, <<"0B9F">>}]}
].
`;

test('what is pinned of Hex is declared', async () => {
  const { lines } = await catalogText(hexLock, [[`a/mix.lock: ${MIX}`, `b/rebar.lock: ${REBAR}`, `a/deps/x/mix.lock: ${MIX}`]]);
  assert.deepEqual(lines, ['hex cowboy 2.9.0 a/mix.lock', 'hex jason 1.4.1 a/mix.lock', 'hex cowlib 2.11.0 b/rebar.lock']);
});
