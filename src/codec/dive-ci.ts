import { FromageError } from '../model/error.ts';

/** dive's rules: as files and flags write them, unread. */
export interface DiveRuleTexts {
  readonly lowestEfficiency?: string;
  readonly highestWastedBytes?: string;
  readonly highestUserWastedPercent?: string;
}

/** How dive's versions spell them, in lower case and without hyphens. */
const NAMES: Readonly<Record<string, keyof DiveRuleTexts>> = {
  lowestefficiency: 'lowestEfficiency',
  lowestefficiencythreshold: 'lowestEfficiency',
  highestwastedbytes: 'highestWastedBytes',
  highestuserwastedpercent: 'highestUserWastedPercent',
};

const LINE = /^( *)([\w-]+):(?:[ \t]+(.*))?$/;

/**
 * Reads a `.dive-ci`: YAML of which only what such files have is known, a mapping of names to plain or quoted values, under `rules:`
 * or (as newer versions of dive read it) at the top. Throws `malformed` with the line for all else, so that no rule is lost.
 */
export function parseDiveCi(text: string, path: string): DiveRuleTexts {
  const found: Partial<Record<keyof DiveRuleTexts, string>> = {};
  let inRules = false;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = withoutComment(raw).trimEnd();
    if (line.trim() === '' || line === '---') continue;
    const [, indent, name = '', value = ''] = LINE.exec(line) ?? [];
    if (indent === '' && name === 'rules' && value === '') {
      inRules = true;
      continue;
    }
    const rule = NAMES[name.replaceAll(/[-_]/g, '').toLowerCase()];
    if (indent === undefined || rule === undefined || (indent !== '' && !inRules))
      throw new FromageError('malformed', `${path}, line ${at + 1}: ${JSON.stringify(raw.trim().slice(0, 80))} is no rule of dive`, {
        hint: 'The rules are lowestEfficiency, highestWastedBytes and highestUserWastedPercent, each with a value, below rules:.',
      });
    if (indent === '') inRules = false;
    found[rule] = unquoted(value.trim());
  }
  return found;
}

/** A `#` begins a comment at the start or after a space, but within quotes. None of these values holds one. */
function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '');
}

function unquoted(value: string): string {
  return (
    /^"(.*)"$|^'(.*)'$/
      .exec(value)
      ?.slice(1)
      .find((text) => text !== undefined) ?? value
  );
}
