/** An installed gem, as RubyGems wrote its specification down. */
export interface GemSpecification {
  readonly name: string;
  readonly version: string;
  readonly licences: readonly string[];
  /** Names of the gems it needs when it runs. */
  readonly needs: readonly string[];
}

const TEXT = /^(?:%q<([^>]*)>|"([^"]*)"|'([^']*)')/;
/** RubyGems' own pattern for names, and its pattern for versions (Gem::Version::VERSION_PATTERN). */
const [NAME, VERSION] = [/^[a-zA-Z0-9._-]+$/, /^\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/];

/**
 * A gemspec in the form in which RubyGems installs it (Gem::Specification#to_ruby): a stub comment with name and version, then one
 * assignment a line. Those that people write are programs, of which at most name and version can be read. Null where they can't.
 */
export function readGemSpecification(text: string): GemSpecification | null {
  // What stands behind `else` is for RubyGems before 1.2, and tells development dependencies as dependencies.
  const lines = text.split(/\r?\n/);
  const end = lines.findIndex((line) => line.trim() === 'else');
  const read = end < 0 ? lines : lines.slice(0, end);
  const [stubName = null, stubVersion = null] = stubOf(lines);
  const name = stubName ?? read.map((line) => assigned(line, 'name')).find((value) => value !== null) ?? null;
  const version = stubVersion ?? read.map((line) => assigned(line, 'version')).find((value) => value !== null) ?? null;
  if (name === null || version === null || !NAME.test(name) || !VERSION.test(version)) return null;
  return { name, version, licences: read.flatMap(licencesOf), needs: read.flatMap(needOf) };
}

/** `# stub: rack 2.2.8 ruby lib`: name, version, platform, load paths. */
function stubOf(lines: readonly string[]): readonly string[] {
  const stub = lines.slice(0, 5).find((line) => line.startsWith('# stub: '));
  return stub === undefined ? [] : stub.slice('# stub: '.length).split(' ').slice(0, 2);
}

function assigned(line: string, field: string): string | null {
  const [, name, value = ''] = /^\s*\w+\.(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
  return name === field ? textAt(value.replace(/^Gem::Version\.new\(?\s*/, '')) : null;
}

function licencesOf(line: string): readonly string[] {
  const [, list] = /^\s*\w+\.licenses?\s*=\s*(.*)$/.exec(line) ?? [];
  return list === undefined ? [] : [...list.matchAll(/"([^"]+)"|'([^']+)'/g)].map(([, double, single]) => double ?? single ?? '');
}

function needOf(line: string): readonly string[] {
  const [, rest = ''] = /^\s*\w+\.add_(?:runtime_)?dependency[\s(]+(.*)$/.exec(line) ?? [];
  const name = textAt(rest);
  return name === null ? [] : [name];
}

/** The text in quotes that it begins with. */
function textAt(value: string): string | null {
  const [, percent, double, single] = TEXT.exec(value) ?? [];
  return percent ?? double ?? single ?? null;
}
