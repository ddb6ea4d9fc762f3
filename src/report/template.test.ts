import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fillTemplate } from './template.ts';

const DOCUMENT = {
  name: '<app>',
  none: null,
  no: false,
  zero: 0,
  empty: [],
  list: [
    { id: 'a', of: { deep: 1 } },
    { id: 'b', name: 'own', of: { deep: 2 } },
  ],
  words: ['x', 'y'],
};

function filled(text: string, name = 'report.txt'): string {
  return fillTemplate({ name, text }, DOCUMENT);
}

describe('what a template says', () => {
  const cases: readonly (readonly [template: string, text: string])[] = [
    ['a {{name}} b', 'a <app> b'],
    ['{{ name }}{{none}}{{zero}}{{no}}', '<app>0false'],
    ['{{#list}}{{id}}={{of.deep}}:{{name}};{{/list}}', 'a=1:<app>;b=2:own;'],
    ['{{#words}}{{.}},{{/words}} {{list.length}}', 'x,y, 2'],
    ['{{^empty}}nothing{{/empty}}{{^list}}no{{/list}}{{#empty}}no{{/empty}}', 'nothing'],
    ['{{#zero}}0 is something{{/zero}}{{#no}}no{{/no}}{{#nowhere}}no{{/nowhere}}{{^nowhere}}!{{/nowhere}}', '0 is something!'],
    ['a\n  {{#words}}\n- {{.}}\n  {{/words}}\nb', 'a\n- x\n- y\nb'],
    ['a{{! said } to readers }}b', 'ab'],
    ['{{#words}}{{#list}}{{id}}{{/list}}{{.}} {{/words}}', 'abx aby '],
    ['{{#list}}{{of}}{{/list}}', '{"deep":1}{"deep":2}'],
    ['{ {} }} {{', '{ {} }} {{'],
  ];
  for (const [template, text] of cases) test(template, () => assert.equal(filled(template), text));
});

test('a value is harmless in the kind of file it goes to; three braces leave it as it is', () => {
  const all = (text: string) => fillTemplate({ name: 'x', text: '{{{v}}}' }, { v: text });
  const as = (name: string, v: string) => fillTemplate({ name, text: '{{v}}' }, { v });
  assert.equal(as('a.html', `<b a="'&`), '&lt;b a=&quot;&#39;&amp;');
  assert.equal(as('a.XML.tmpl', '<'), '&lt;');
  assert.equal(as('a.md', '[x](y)|'), '\\[x\\](y)\\|');
  assert.equal(as('a.json', '"\n'), '\\"\\n');
  assert.equal(as('a.csv', 'a"b'), 'a""b');
  assert.equal(as('a.txt', '\u001b[31m<'), '\ufffd[31m<');
  assert.equal(all('\u001b<'), '\u001b<');
});

test('what is wrong is told, with its line', () => {
  const fails = (text: string, message: RegExp) => assert.throws(() => filled(text), { code: 'usage', message });
  fails('\n{{#list}}', /^report\.txt, line 2: \{\{#list\}\} is not closed$/);
  fails('{{/list}}', /line 1: \{\{\/list\}\} closes what is not open/);
  fails('{{#list}}{{#words}}{{/list}}', /closes what is not open/);
  fails('{{#list}}{{nmae}}{{/list}}', /line 1: there is no nmae/);
  fails('{{a b}}', /\{\{a b\}\} is no tag of a template/);
  fails('{{}}', /is no tag/);
  fails('{{#list}}'.repeat(40), /nested more than 32 deep/);
});

test('a template reaches nothing but the document', () => {
  for (const path of ['constructor', 'list.constructor', '__proto__', 'name.length', 'toString'])
    assert.throws(() => filled(`{{${path}}}`), { code: 'usage' }, path);
  assert.equal(filled('{{#constructor}}no{{/constructor}}'), '');
});
