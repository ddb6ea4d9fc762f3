import { readErlangApplication } from '../../codec/erlang-files.ts';
import { splitPath } from '../../model/image-path.ts';
import { type Cataloger, readBody } from '../cataloger.ts';
import { type ListedRow, listedPackage, listedRow } from '../listed-package.ts';
import { resolveNeeds } from '../resolve-needs.ts';

/** An application, and the names of those it needs. */
type Fact = readonly [row: ListedRow, needs: readonly string[]];

/** Applications of Erlang/OTP and of Elixir itself, which Hex does not have under these names. */
const OF_ERLANG: ReadonlySet<string> = new Set(
  `asn1 common_test compiler crypto debugger dialyzer diameter edoc eldap erl_docgen erl_interface erts et eunit ftp inets jinterface
  kernel megaco mnesia observer odbc os_mon parsetools public_key reltool runtime_tools sasl snmp ssh ssl stdlib syntax_tools tftp tools wx
  xmerl eex elixir ex_unit iex logger mix`.split(/\s+/),
);

/** Applications of Erlang and Elixir, as they are compiled: in releases, in Erlang's own folder, in `_build`. */
export const erlang = {
  id: 'erlang',
  version: 1,
  summary: 'compiled applications of Erlang and Elixir: `ebin/*.app`',
  types: ['hex', 'otp'],
  finds: 'installed',
  wish: { paths: ['**/ebin/*.app'] },
  maxBytes: 4 * 1024 * 1024,
  async extract(_path, body) {
    const found = readErlangApplication(new TextDecoder().decode(await readBody(body)));
    return found === null ? null : [listedRow(found.name, found.version), found.needs];
  },
  assemble: (_tree, facts) =>
    facts.map((fact) => listedPackage(fact.value[0], { type: OF_ERLANG.has(fact.value[0][0]) ? 'otp' : 'hex', foundBy: 'erlang', fact })),
  *own(_tree, _facts, packages) {
    for (const one of packages) {
      const [home] = splitPath(splitPath(one.locations[0]?.path ?? '')[0]);
      yield { package: one, folders: home === '' ? [] : [home] };
    }
  },
  relate: (_tree, facts, packages) =>
    resolveNeeds(packages.map((one, at) => ({ package: one, needs: (facts[at]?.value[1] ?? []).map((name) => [name]), provides: [] }))),
} as const satisfies Cataloger<Fact>;
