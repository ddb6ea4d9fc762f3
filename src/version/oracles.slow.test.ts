/**
 * The schemes held against the tools whose order they follow, on generated versions: dpkg, rpm, packaging of Python, RubyGems,
 * node-semver as npm brings it, Composer and Maven. What is not on this machine is skipped, and said.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { findScheme } from './index.ts';

interface Question {
  readonly a: string;
  readonly b: string;
  /** Asked of `a`; empty where only the order is. */
  readonly range: string;
}

/** The order, as a number's sign, and whether `a` is in the range; null where the tool takes one of them for invalid. */
type Answer = readonly [order: number | null, isIn: boolean | null];

interface Oracle {
  readonly ecosystem: string;
  readonly tool: string;
  readonly program: string;
  /** The program prints a list of answers for the list of questions on its standard input. */
  readonly args: readonly string[];
  readonly version: fc.Arbitrary<string>;
  readonly range?: fc.Arbitrary<string>;
}

const NUMBER = fc.constantFrom('0', '1', '2', '9', '10', '01', '007', '20240101');
const COMPOSER = '/usr/share/php/Composer/Semver/autoload.php';
const MAVEN = ['/usr/share/maven/lib/maven-artifact-3.x.jar', '/usr/share/maven/lib/commons-lang3.jar'];

const debian = sequence(fc.constantFrom('0', '1', '10', '02', 'a', 'rc', 'Z', '.', '+', '~', '-', 'deb12u1', '~~'), 1, 6).map(
  (text) => `1${text}`,
);
const redHat = sequence(fc.constantFrom('0', '1', '10', '02', 'a', 'rc', 'Z', '.', '_', '+', '~', '^', 'el9'), 1, 6);
const semverVersion = fc
  .tuple(numbers(3, 3), fc.constantFrom('', '', '-alpha', '-alpha.1', '-0', '-rc.2', '-1', '-a.b', '-a-b'), fc.constantFrom('', '+b1'))
  .map((parts) => parts.join(''));
const gemVersion = sequence(fc.constantFrom('.0', '.1', '.10', '.a', '.b', '.rc1', '.01', '-2', '.pre'), 0, 4).map((text) => `1${text}`);
const pythonVersion = fc
  .tuple(
    fc.constantFrom('', '', '1!'),
    numbers(1, 3),
    fc.constantFrom('', '', 'a1', 'b2', '-beta_3', '.alpha', 'c1', 'rc1', 'pre'),
    fc.constantFrom('', '', '.post1', '-1', 'r2'),
    fc.constantFrom('', '', '.dev1', 'dev'),
    fc.constantFrom('', '', '+a', '+1.a', '+10'),
  )
  .map((parts) => parts.join(''));
const composerVersion = fc
  .tuple(fc.constantFrom('', 'v'), numbers(1, 4), fc.constantFrom('', '', '-beta2', '-alpha', 'rc1', '-RC.2', '-dev', 'p1', '-stable'))
  .map((parts) => parts.join(''));
const mavenVersion = fc
  .tuple(numbers(1, 3), sequence(fc.constantFrom('-1', '-2', '.1', '-alpha', '-beta', '-rc', '-sp', '-SNAPSHOT', '-x', '-xyz', '-0'), 0, 3))
  .map((parts) => parts.join(''));

const ORACLES: readonly Oracle[] = [
  {
    ecosystem: 'deb',
    tool: 'dpkg',
    program: 'python3',
    args: ['-c', askEach("['dpkg', '--compare-versions', a, op, b]", 'lt', 'gt')],
    version: debian,
  },
  {
    ecosystem: 'rpm',
    tool: 'rpm',
    program: 'python3',
    args: ['-c', askOnce('rpm.vercmp("%s", "%s")', "['rpm', '--eval', '%{lua:' + text + '}']")],
    version: redHat,
  },
  {
    ecosystem: 'PyPI',
    tool: 'packaging',
    program: 'python3',
    args: [
      '-c',
      `import json, sys
try:
  from packaging.version import Version; from packaging.specifiers import SpecifierSet, InvalidSpecifier
except ImportError:
  from pip._vendor.packaging.version import Version; from pip._vendor.packaging.specifiers import SpecifierSet, InvalidSpecifier
def isin(range, a):
  try: spec = SpecifierSet(range)
  except InvalidSpecifier: return None
  return spec.contains(a, prereleases=bool(spec.prereleases))
print(json.dumps([[(Version(q['a']) > Version(q['b'])) - (Version(q['a']) < Version(q['b'])), isin(q['range'], q['a'])] for q in json.load(sys.stdin)]))`,
    ],
    version: pythonVersion,
    range: ranges(['==', '!=', '<', '<=', '>', '>=', '~='], pythonVersion, ','),
  },
  {
    ecosystem: 'RubyGems',
    tool: 'RubyGems',
    program: 'ruby',
    args: [
      '-rjson',
      '-rrubygems',
      '-e',
      `puts JSON.generate(JSON.parse(STDIN.read).map { |q| a = Gem::Version.new(q['a'])
      [a <=> Gem::Version.new(q['b']), Gem::Requirement.new(q['range'].split(',')).satisfied_by?(a)] })`,
    ],
    version: gemVersion,
    range: ranges(['=', '!=', '<', '<=', '>', '>=', '~>'], gemVersion, ','),
  },
  {
    ecosystem: 'npm',
    tool: 'node-semver',
    program: 'sh',
    args: [
      '-c',
      `NODE_PATH=$(dirname "$(realpath "$(command -v npm)")")/../node_modules exec node -e "const s = require('semver');
      const all = JSON.parse(require('fs').readFileSync(0, 'utf8'));
      console.log(JSON.stringify(all.map(({ a, b, range }) => [s.compare(a, b), s.validRange(range) === null ? null : s.satisfies(a, range)])))"`,
    ],
    version: semverVersion.map((text) => text.replaceAll(/(^|\.)0+(?=[0-9])/g, '$1')),
    range: ranges(
      ['', '^', '~', '<', '<=', '>', '>='],
      semverVersion.map((text) => text.replaceAll(/(^|\.)0+(?=[0-9])/g, '$1')),
      ' ',
    ),
  },
  {
    ecosystem: 'Packagist',
    tool: 'Composer',
    program: 'php',
    args: [
      '-r',
      `require '${COMPOSER}'; $p = new Composer\\Semver\\VersionParser(); $all = [];
      foreach (json_decode(file_get_contents('php://stdin')) as $q)
        $all[] = [version_compare($p->normalize($q->a), $p->normalize($q->b)), Composer\\Semver\\Semver::satisfies($q->a, $q->range)];
      echo json_encode($all);`,
    ],
    version: composerVersion.filter((text) => !text.includes('20240101')),
    range: ranges(
      ['', '^', '~', '<', '<=', '>', '>=', '!='],
      composerVersion.filter((text) => !text.includes('20240101')),
      ',',
    ),
  },
  {
    ecosystem: 'Maven',
    tool: 'Maven',
    program: 'python3',
    args: [
      '-c',
      `import json, re, subprocess, sys
words = [v for q in json.load(sys.stdin) for v in (q['a'], q['b'])]
told = subprocess.run(['java', '-cp', '${MAVEN.join(':')}', 'org.apache.maven.artifact.versioning.ComparableVersion', *words],
  capture_output=True, text=True, check=True).stdout
found = re.findall(r'^ {3}\\S+ (<|==|>) \\S+$', told, re.M)
print(json.dumps([[{'<': -1, '==': 0, '>': 1}[one], None] for one in found[::2]]))`,
    ],
    version: mavenVersion,
  },
];

for (const oracle of ORACLES) {
  describe(`${oracle.ecosystem} as ${oracle.tool} has it`, () => {
    const range = oracle.range ?? fc.constant('');
    const questions = fc.sample(fc.record({ a: oracle.version, b: oracle.version, range }), { numRuns: 500, seed: 7 });
    const answers = ask(oracle, questions);
    it(`${questions.length} pairs`, { skip: answers === null ? `${oracle.tool} is not on this machine` : false }, () => {
      assert.equal(answers?.length, questions.length);
      assert.ok((answers ?? []).filter(([order]) => order !== null).length > questions.length / 2, 'most have an answer');
      for (const [at, question] of questions.entries()) check(oracle, question, answers?.[at] ?? [null, null]);
    });
  });
}

function check({ ecosystem, range }: Oracle, question: Question, [order, isIn]: Answer): void {
  const scheme = findScheme(ecosystem);
  assert.ok(scheme !== null);
  const what = JSON.stringify(question);
  if (order !== null) assert.equal(scheme.compare(question.a, question.b), Math.sign(order), what);
  if (range !== undefined) assert.equal(scheme.satisfies(question.range, question.a), isIn, what);
}

/** Null where the tool is not there, or does not answer. */
function ask({ program, args }: Oracle, questions: readonly Question[]): readonly Answer[] | null {
  const { status, stdout } = spawnSync(program, args, { input: JSON.stringify(questions), encoding: 'utf8', maxBuffer: 64 << 20 });
  return status === 0 && stdout.trim() !== '' ? (JSON.parse(stdout) as readonly Answer[]) : null;
}

/** A program that calls another for each pair and each of two relations; one that is refused has no answer. */
function askEach(command: string, lower: string, higher: string): string {
  return `import json, subprocess, sys
def code(a, op, b): return subprocess.run(${command}, stderr=subprocess.DEVNULL).returncode
def order(a, b):
  above, below = code(a, '${higher}', b), code(a, '${lower}', b)
  return None if 2 in (above, below) else below - above
print(json.dumps([[order(q['a'], q['b']), None] for q in json.load(sys.stdin)]))`;
}

/** A program that calls another once, with all pairs in its text. */
function askOnce(call: string, command: string): string {
  return `import json, subprocess, sys
text = ' '.join('print(${call} .. " ");' % (q['a'], q['b']) for q in json.load(sys.stdin))
told = subprocess.run(${command}, capture_output=True, text=True, check=True).stdout
print(json.dumps([[int(one), None] for one in told.split()]))`;
}

function sequence(piece: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(piece, { minLength, maxLength }).map((pieces) => pieces.join(''));
}

function numbers(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.array(NUMBER, { minLength, maxLength }).map((numbers) => numbers.join('.'));
}

function ranges(operators: readonly string[], version: fc.Arbitrary<string>, joint: string): fc.Arbitrary<string> {
  const bound = fc.tuple(fc.constantFrom(...operators), version).map((parts) => parts.join(''));
  return fc.array(bound, { minLength: 1, maxLength: 2 }).map((bounds) => bounds.join(joint));
}
