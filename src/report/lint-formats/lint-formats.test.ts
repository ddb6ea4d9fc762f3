/** What `fromage lint` writes: ours by its schema, those of others by what their readers demand. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LintReport } from '../../model/lint-report.ts';
import { closedSchema } from '../../testing/closed-schema.ts';
import { aLintReport, LINT_MANUALS } from '../../testing/sample-lint.ts';
import { PLAIN } from '../style.ts';
import { LINT_FORMATS } from './index.ts';

const VIEW = { width: 100, style: PLAIN, version: '1.2.3', rules: LINT_MANUALS };
const CLEAN: LintReport = { files: aLintReport().files.slice(1), problems: [] };

async function written(id: string, report = aLintReport()): Promise<string> {
  const entry = LINT_FORMATS.find((format) => format.id === id);
  assert.ok(entry, id);
  const format = await entry.load();
  assert.deepEqual([format.id, format.summary], [entry.id, entry.summary]);
  return format.write(report, VIEW);
}

test('the registry and the folder have the same formats', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => !name.startsWith('index') && !name.includes('.test.'));
  assert.deepEqual(LINT_FORMATS.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test('no control character of a file goes through', async () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  for (const { id } of LINT_FORMATS.filter((format) => format.id !== 'json'))
    assert.doesNotMatch(await written(id), /[\u0000-\u0009\u000b-\u001f]/, id);
});

test('json, as its schema has it', async () => {
  const validate = new Ajv2020({ strict: false }).compile(closedSchema('lint'));
  for (const report of [aLintReport(), CLEAN])
    assert.ok(validate(JSON.parse(await written('json', report))), JSON.stringify(validate.errors));
  const { diagnostics, known } = JSON.parse(await written('json')) as { diagnostics: Record<string, unknown>[]; known: number };
  assert.equal(known, 2);
  assert.deepEqual(diagnostics[0], {
    rule: 'no-sudo',
    equivalents: [],
    severity: 'error',
    message: 'sudo does harm, 100% of it: [x](http://evil.test) {0}\u001b[31m',
    file: './web/Dock erfile',
    span: { start: { line: 2, column: 5, offset: 19 }, end: { line: 2, column: 9, offset: 23 } },
    ancestor: null,
    bytes: null,
    fix: { title: 'leave out sudo', safety: 'safe', edits: [{ start: 19, end: 24, text: '' }] },
  });
});

test('text: the lines, the fix as a diff, what is known and what is incomplete', async () => {
  const text = await written('text');
  assert.match(text, /^\.\/web\/Dock erfile:2:5 error no-sudo$/m);
  assert.match(text, /\n2 \| RUN sudo make \\\n {2}\| {5}\^\^\^\^\nfix: leave out sudo\n-RUN sudo make \\\n\+RUN make \\\n/);
  assert.match(
    text,
    /incomplete: x\/Dockerfile can’t be read\n2 diagnostics known from the baseline: not told again\.\n4 diagnostics in 2 files: 3 error, 1 style\.\n$/,
  );
});

test('summary: worst first, with files and fixes', async () => {
  const lines = (await written('summary')).split('\n');
  assert.deepEqual(
    lines.map((line) => line.replace(/ +/g, ' ')),
    [
      'RULE SEVERITY TOLD FILES FIXES WHAT',
      'no-sudo error 3 1 1 about no-sudo',
      'a-style style 1 1 0 about a-style',
      'incomplete: x/Dockerfile can’t be read',
      '4 diagnostics in 2 files, of 2 kinds.',
      '',
    ],
  );
  assert.equal(await written('summary', CLEAN), '0 diagnostics in 1 file.\n');
});

describe('sarif', () => {
  interface Log {
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly { readonly executionSuccessful: boolean }[];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly locations: readonly { readonly physicalLocation: object }[];
        readonly partialFingerprints: { readonly 'fromage/v1': string };
        readonly fixes?: readonly object[];
      }[];
    }[];
  }
  const run = async (report?: LintReport) => (JSON.parse(await written('sarif', report)) as Log).runs[0] ?? assert.fail();

  test('rules that are told, results at their places, told apart by fingerprints', async () => {
    const { tool, results, invocations } = await run();
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ['a-style', 'no-sudo'],
    );
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    assert.deepEqual(
      results.map(({ level }) => level),
      ['error', 'error', 'error', 'note'],
    );
    assert.equal(new Set(results.map((one) => one.partialFingerprints['fromage/v1'])).size, 4);
    assert.deepEqual(results[0]?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: 'web/Dock%20erfile', uriBaseId: '%SRCROOT%' },
      region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9, charOffset: 19, charLength: 4 },
    });
    assert.equal(results[0]?.fixes?.length, 1);
    assert.equal(invocations[0]?.executionSuccessful, false);
    assert.equal((await run(CLEAN)).invocations[0]?.executionSuccessful, true);
  });

  test('what a file says is no link and no placeholder', async () => {
    const [{ message } = assert.fail()] = (await run()).results;
    assert.ok(message.text.includes('\\[x\\](') && message.text.includes('{{0}}'), message.text);
  });

  test('a fingerprint outlives lines, not the words', async () => {
    const prints = async (report: LintReport) => (await run(report)).results.map((one) => one.partialFingerprints['fromage/v1']);
    const report = aLintReport();
    const changed = (change: (text: string) => string, by: number): LintReport => ({
      ...report,
      files: report.files.map((file) => {
        const diagnostics = file.diagnostics.map((one) => ({ ...one, about: { start: one.about.start + by, end: one.about.end + by } }));
        return { ...file, text: change(file.text), diagnostics };
      }),
    });
    assert.deepEqual(await prints(changed((text) => `# moved\n${text}`, 8)), await prints(report));
    assert.notDeepEqual(await prints(changed((text) => text.replaceAll('make', 'mike'), 0)), await prints(report));
  });
});

test('github: a command a line, with nothing in it that ends it', async () => {
  assert.deepEqual((await written('github')).trimEnd().split('\n'), [
    '::error file=web/Dock erfile,line=2,endLine=2,col=5,endColumn=9,title=no-sudo (error)::sudo does harm, 100%25 of it: [x](http://evil.test) {0}�[31m',
    '::error file=web/Dock erfile,line=4,endLine=4,col=5,endColumn=9,title=no-sudo (error)::sudo does harm',
    '::error file=web/Dock erfile,line=4,endLine=4,col=5,endColumn=9,title=no-sudo (error)::sudo does harm',
    '::notice file=web/Dock erfile,line=2,endLine=3,title=a-style (style)::two <lines> & "more"',
    '::error title=fromage lint::x/Dockerfile can’t be read',
  ]);
  assert.equal(await written('github', CLEAN), '');
});

test('gitlab: all that its code quality reads, fingerprints all different', async () => {
  const issues = JSON.parse(await written('gitlab')) as { fingerprint: string; severity: string }[];
  assert.deepEqual(issues[3], {
    type: 'issue',
    description: 'two <lines> & "more"',
    check_name: 'a-style',
    fingerprint: issues[3]?.fingerprint,
    severity: 'info',
    categories: ['Style'],
    location: { path: 'web/Dock erfile', lines: { begin: 2, end: 3 } },
  });
  assert.equal(new Set(issues.map(({ fingerprint }) => fingerprint)).size, 4);
  assert.deepEqual(
    issues.map(({ severity }) => severity),
    ['major', 'major', 'major', 'info'],
  );
  assert.equal(await written('gitlab', CLEAN), '[]\n');
});

test('checkstyle', async () => {
  const xml = await written('checkstyle');
  assert.match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<checkstyle version="4\.3">\n {2}<file name="\.\/web\/Dock erfile">\n/);
  assert.match(
    xml,
    /<error line="2" column="1" severity="info" message="two &lt;lines&gt; &amp; &quot;more&quot;" source="fromage\.a-style"\/>/,
  );
  assert.match(xml, /<file name="clean\/Dockerfile">\n {2}<\/file>/);
  assert.match(xml, /<error line="1" severity="error" message="x\/Dockerfile can’t be read" source="fromage\.unreadable"\/>/);
});

test('junit: a failure each, and a test that passed for a clean file', async () => {
  const xml = await written('junit');
  assert.match(xml, /<testsuites name="fromage lint" tests="6" failures="4" errors="1" time="0">/);
  assert.match(xml, /<testsuite name="\.\/web\/Dock erfile" tests="4" failures="4" errors="0" skipped="0" time="0">/);
  assert.match(xml, /<testcase classname="clean\/Dockerfile" name="nothing to say" time="0"\/>/);
  assert.match(xml, /<failure type="style" message="two &lt;lines&gt; &amp; &quot;more&quot;">2:1 two &lt;lines&gt;/);
  assert.equal(xml.split('<testcase').length - 1, 6);
  assert.equal(xml.split('<failure').length - 1, 4);
});
