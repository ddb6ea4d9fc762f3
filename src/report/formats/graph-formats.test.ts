import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anImageTrace, anUnknownTrace } from '../../testing/sample-traces.ts';
import { dot } from './dot.ts';
import { FORMATS } from './index.ts';
import { mermaid } from './mermaid.ts';

test('mermaid: a flowchart from the subject to scratch', () => {
  assert.equal(
    mermaid.write([anImageTrace()]),
    `flowchart TD
  n0_0(["registry.example.com/team/app:1.2<br/>1 layer, 2.5 MB"])
  n0_1["httpd:2.4<br/>1 layer, 28.0 MB"]
  n0_0 -->|"matched"| n0_1
  n0_2["debian:trixie-slim<br/>1 layer, 29.5 MB"]
  n0_1 -->|"matched"| n0_2
  n0_3(("scratch"))
  n0_2 -->|"claimed"| n0_3
`,
  );
});

test('dot: a digraph, with names that are quoted', () => {
  const trace = anUnknownTrace();
  const written = dot.write([{ ...trace, subject: { ...trace.subject, name: 'a"b\\c' } }]);
  assert.match(written, /^digraph lineage \{\n/);
  assert.ok(written.includes('label="a\\"b\\\\c"'), written);
  assert.match(written, /n0_1 -> n0_2 \[label="\?"\];\n\}\n$/);
});

test('a name cannot break out of a mermaid label', () => {
  const trace = anUnknownTrace();
  const written = mermaid.write([{ ...trace, subject: { ...trace.subject, name: 'a"]) --> evil["x' } }]);
  assert.doesNotMatch(written, /evil\[/);
});

test('each entry of the registry loads the format of its name', async () => {
  for (const entry of FORMATS) {
    const format = await entry.load();
    assert.deepEqual([format.id, format.summary], [entry.id, entry.summary]);
  }
});
