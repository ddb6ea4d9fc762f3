/**
 * Files (no `function`) and functions that are longer than check-length.mjs allows, and why each reads better whole.
 *
 * @type {ReadonlyArray<{ path: string, function?: string, why: string }>}
 */
export const LENGTH_WAIVERS = [
  {
    path: 'src/image/path-nodes.ts',
    function: 'growNodes',
    why: 'columns that grow together and the small functions that alone may touch them; half as fast behind an interface',
  },
  {
    path: 'src/image/path-versions.ts',
    function: 'growVersions',
    why: 'columns that grow together and the small functions that alone may touch them; half as fast behind an interface',
  },
  {
    path: 'src/codec/zstd-frames.ts',
    function: 'splitZstdFrames',
    why: 'one state machine: its steps share five variables, and the hot loop is synchronous and allocates nothing',
  },
  {
    path: 'src/codec/inflate.ts',
    function: 'inflateFast',
    why: 'the inflate loop: its steps share the bits they hold, and are three times as fast with all of it in locals',
  },
  {
    path: 'src/testing/sample-traces.ts',
    function: 'anImageTrace',
    why: 'a table of data: one answer, field by field, with nothing to follow',
  },
];
