import { EXCEPTION_IDS, LICENSE_IDS } from './spdx-ids.ts';

/** Whether a text is an SPDX license expression whose identifiers are on the list: `MIT`, `(GPL-2.0-or-later WITH Classpath-exception-2.0) OR MIT`. SPDX 2.3, annex D. */
export function isSpdxExpression(text: string): boolean {
  const words = text.replace(/[()]/g, ' $& ').trim().split(/\s+/);
  let depth = 0;
  let isOperand = true;
  for (const [at, word] of words.entries()) {
    if (word === '(' || word === ')') {
      depth += word === '(' ? 1 : -1;
      if (depth < 0 || isOperand !== (word === '(')) return false;
      continue;
    }
    if (isOperand ? !isOperandWord(word, words[at - 1] ?? '') : !/^(AND|OR|WITH)$/i.test(word)) return false;
    isOperand = !isOperand;
  }
  return depth === 0 && !isOperand;
}

function isOperandWord(word: string, before: string): boolean {
  if (/^with$/i.test(before)) return EXCEPTION_IDS.has(word.toLowerCase());
  if (/^(DocumentRef-[\w.-]+:)?LicenseRef-[\w.-]+$/.test(word)) return true;
  const id = word.toLowerCase();
  return LICENSE_IDS.has(id) || (id.endsWith('+') && LICENSE_IDS.has(id.slice(0, -1)));
}
