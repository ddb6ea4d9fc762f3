import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expandWord, expandWords } from './expand.ts';

const VARIABLES = { x: 'value', empty: '', path: 'a/b/c.tar.gz', two: 'one two', stars: 'a*b?c' };

function expand(text: string): string {
  return expandWord(text, { variables: VARIABLES }).value;
}

describe('word expansion', () => {
  it('knows the modifiers', () => {
    const cases: Readonly<Record<string, string>> = {
      '${x-d}${none-d}${empty-d}': 'valued',
      '${x:-d}${none:-d}${empty:-d}': 'valuedd',
      '${x+d}${none+d}${empty+d}': 'dd',
      '${x:+d}${none:+d}${empty:+d}': 'd',
      '${x?}${x:?}${empty?}': 'valuevalue',
      '${path#*/}': 'b/c.tar.gz',
      '${path##*/}': 'c.tar.gz',
      '${path%.*}': 'a/b/c.tar',
      '${path%%.*}': 'a/b/c',
      '${path%x}${none#x}': 'a/b/c.tar.gz',
      '${path/\\//-}': 'a-b/c.tar.gz',
      '${path//\\//-}': 'a-b-c.tar.gz',
      '${path//?/x}': 'xxxxxxxxxxxx',
      '${x//*/z}': 'z',
      '${x///-}': '-v-a-l-u-e-',
      '${x/l*u/L}': 'vaLe',
      '${stars/\\*/+}${stars#a\\*}': 'a+b?cb?c',
      '${x/v/\\}}': '\\}alue',
      '${x:-${none:-${empty:-deep}}}': 'value',
      '${none:-${none:-${empty:-deep}}}': 'deep',
    };
    for (const [text, value] of Object.entries(cases)) assert.equal(expand(text), value, text);
  });

  it('refuses what makes no sense', () => {
    for (const text of [
      '${',
      '${}',
      '${x',
      '${:x}',
      '${{x}}',
      '${x!}',
      '${x:}',
      '${x:=d}',
      '${x:#d}',
      '${x/a}',
      '${x/a/b',
      '${x#\\a}',
      '"',
      "'",
      '"${x"',
    ]) {
      assert.throws(() => expand(text), { code: 'malformed' }, text);
    }
  });

  it('tells why a value is needed', () => {
    assert.throws(() => expand('${none?}'), { message: 'none: is not allowed to be unset' });
    assert.throws(() => expand('${empty:?}'), { message: 'empty: is not allowed to be empty' });
    assert.throws(() => expand('${none:?give $x}'), { message: 'none: give value' });
  });

  it('escapes with either character', () => {
    assert.equal(expandWord('`$x\\$x `` "`"" "\\q"', { variables: VARIABLES, escape: '`' }).value, '$x\\value ` " \\q');
  });

  it('says which variables had a part', () => {
    const { used, unset, defaulted } = expandWord('$x ${a} "$b" ${c:-d} ${e#f} ${x:-y} \'$quoted\'', { variables: VARIABLES });
    assert.deepEqual([used, unset, defaulted], [['x'], ['a', 'b', 'e'], ['c']]);
  });

  it('takes maps, records without what objects inherit, and names in any case', () => {
    assert.equal(expandWord('$a', { variables: new Map([['a', 'b']]) }).value, 'b');
    assert.equal(expandWord('[$constructor]', { variables: {} }).value, '[]');
    assert.equal(expandWord('$Path', { variables: { PATH: 'p' }, ignoreCase: true }).value, 'p');
    assert.equal(expandWord('$Path', { variables: new Map([['PATH', 'p']]) }).value, '');
  });

  it('cuts words after expansion, outside quotes', () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
      ' a  b\tc ': ['a', 'b', 'c'],
      'a$two b': ['aone', 'two', 'b'],
      '"a $two" b': ['a one two', 'b'],
      "'a b'c\\ d": ['a bc d'],
      '"" $empty \'\'': [],
      'a${none:-x y}b': ['ax', 'yb'],
    };
    for (const [text, words] of Object.entries(cases)) assert.deepEqual(expandWords(text, { variables: VARIABLES }).words, words, text);
  });
});
