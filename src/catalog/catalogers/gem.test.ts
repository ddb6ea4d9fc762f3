import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { gem } from './gem.ts';

const HOME = 'usr/local/bundle';
const OLD = `# -*- encoding: utf-8 -*-
# stub: sinatra 3.0.0 ruby lib

Gem::Specification.new do |s|
  s.name = "sinatra".freeze
  s.version = "3.0.0"
  s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
  s.licenses = ["MIT".freeze, "Ruby".freeze]
  if s.respond_to? :add_runtime_dependency then
    s.add_runtime_dependency(%q<rack>.freeze, ["~> 2.2"])
    s.add_development_dependency(%q<rake>.freeze, [">= 0"])
  else
    s.add_dependency(%q<rake>.freeze, [">= 0"])
  end
end
`;
const NEW =
  '# stub: rack 2.2.8 ruby lib\n\nGem::Specification.new do |s|\n  s.license = "MIT"\n  s.add_dependency(%q<rake>.freeze, [">= 0"])\n';
const PLAIN = `Gem::Specification.new do |spec|\n  spec.name = 'rake'\n  spec.version = Gem::Version.new("13.0.6")\n`;
const PROGRAM = 'Gem::Specification.new do |s|\n  s.name = "odd"\n  s.version = Odd::VERSION\nend\n';

test('gems, those of Ruby itself, and those with a platform', async () => {
  const { lines, problems } = await catalogText(gem, [
    [
      `${HOME}/specifications/sinatra-3.0.0.gemspec: ${OLD}`,
      `${HOME}/specifications/rack-2.2.8.gemspec: ${NEW}`,
      `${HOME}/specifications/default/rake-13.0.6.gemspec: ${PLAIN}`,
      `${HOME}/specifications/nokogiri-1.16.0-x86_64-linux.gemspec: # stub: nokogiri 1.16.0 x86_64-linux lib\n`,
      `${HOME}/specifications/odd-1.gemspec: ${PROGRAM}`,
      `${HOME}/gems/rack-2.2.8/rack.gemspec: ${NEW}`,
    ],
  ]);
  assert.deepEqual(lines, [
    `gem sinatra 3.0.0 ${HOME}/specifications/sinatra-3.0.0.gemspec (MIT OR Ruby)`,
    `gem rack 2.2.8 ${HOME}/specifications/rack-2.2.8.gemspec (MIT)`,
    `gem rake 13.0.6 ${HOME}/specifications/default/rake-13.0.6.gemspec`,
    `gem nokogiri 1.16.0 ${HOME}/specifications/nokogiri-1.16.0-x86_64-linux.gemspec`,
  ]);
  assert.deepEqual(problems, []);
});

test('what a gem owns, and what it needs of those beside it', async () => {
  const layer = [
    `${HOME}/specifications/sinatra-3.0.0.gemspec: ${OLD}`,
    `${HOME}/specifications/rack-2.2.8.gemspec: ${NEW}`,
    `${HOME}/specifications/default/rake-13.0.6.gemspec: ${PLAIN}`,
    `elsewhere/specifications/rack-2.2.8.gemspec: ${NEW}`,
    `${HOME}/extensions/x86_64-linux/3.1.0/rack-2.2.8/a.so: x`,
  ];
  const { tree, found } = await catalogText(gem, [layer]);
  const packages = found.map((one) => one.package);
  const facts = packages.map((one, at) => {
    const needs = [['rack'], ['rake'], [], ['rake']][at] ?? [];
    const [path, place] = [one.locations[0]?.path ?? '', one.locations[0]?.place ?? { layer: 0, row: 0 }];
    return { path, place, value: [[one.name, one.version, null, null], needs] as const };
  });
  assert.deepEqual([...gem.own(tree, facts, packages)].map(({ files, folders }) => [...(files ?? []), ...(folders ?? [])]).at(1), [
    `${HOME}/cache/rack-2.2.8.gem`,
    `${HOME}/build_info/rack-2.2.8.info`,
    `${HOME}/gems/rack-2.2.8`,
    `${HOME}/doc/rack-2.2.8`,
    `${HOME}/extensions/x86_64-linux/3.1.0/rack-2.2.8`,
  ]);
  assert.deepEqual(
    [...gem.relate(tree, facts, packages)].map(([from, to]) => `${from.name} ${to.name}`),
    ['sinatra rack', 'rack rake'],
  );
});
