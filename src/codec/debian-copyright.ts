import { readParagraphs } from './control-file.ts';

const FIELDS: ReadonlySet<string> = new Set(['format', 'license']);
const COMMON = /\/usr\/share\/common-licenses\/([A-Za-z][\w.-]*\w)/g;
const MAX_NAMES = 50;

/**
 * The licences that a package's `copyright` file names, sorted: those of the `License` fields where it is machine-readable
 * (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/), else the texts of common-licenses that it refers to.
 */
export function readDebianCopyright(text: string): readonly string[] {
  const names = isMachineReadable(text) ? licenceFields(text) : [...text.matchAll(COMMON)].map(([, name = '']) => name);
  return [...new Set(names)].toSorted().slice(0, MAX_NAMES);
}

function isMachineReadable(text: string): boolean {
  return /^\s*(?:Format|Format-Specification):[^\n]*(?:copyright-format|dep5|DEP-?5)/im.test(text.slice(0, 4096));
}

/** The first line is the short name; the text follows. */
function licenceFields(text: string): readonly string[] {
  return [...readParagraphs(text, FIELDS)].flatMap((paragraph) => {
    const [name = ''] = (paragraph.get('license') ?? '').split('\n');
    const trimmed = name.trim().replace(/\s+/g, ' ');
    return trimmed === '' || trimmed.length > 200 ? [] : [trimmed];
  });
}
