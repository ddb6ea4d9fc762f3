import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { memoryFile } from '../../testing/streams.ts';
import { dotnet } from './dotnet.ts';

const TARGET = '.NETCoreApp,Version=v8.0/linux-x64';
const DEPS = JSON.stringify({
  runtimeTarget: { name: TARGET, signature: '' },
  targets: {
    '.NETCoreApp,Version=v8.0': {},
    [TARGET]: {
      'App/1.0.0': { dependencies: { 'Newtonsoft.Json': '13.0.3' }, runtime: { 'App.dll': {} } },
      'Newtonsoft.Json/13.0.3': { runtime: { 'lib/net6.0/Newtonsoft.Json.dll': { assemblyVersion: '13.0.0.0' } } },
      'Meta.Only/1.0.0': { dependencies: { 'Newtonsoft.Json': '13.0.3' } },
      'Serilog/3.1.1': {
        dependencies: { 'Newtonsoft.Json': '13.0.3', 'Meta.Only': '1.0.0' },
        runtime: { 'lib/net7.0/Serilog.dll': {} },
        resources: { 'lib/net7.0/de/Serilog.resources.dll': { locale: 'de' } },
        runtimeTargets: { 'runtimes/linux-x64/native/libserilog.so': { rid: 'linux-x64', assetType: 'native' } },
      },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.8': { runtime: { 'System.Private.CoreLib.dll': {} } },
    },
  },
  libraries: {
    'App/1.0.0': { type: 'project', serviceable: false, sha512: '' },
    'Newtonsoft.Json/13.0.3': { type: 'package', serviceable: true, sha512: 'sha512-x', path: 'newtonsoft.json/13.0.3' },
    'Meta.Only/1.0.0': { type: 'package' },
    'Serilog/3.1.1': { type: 'package' },
    'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.8': { type: 'runtimepack' },
    'Plain.Reference/1.0.0.0': { type: 'reference' },
    odd: { type: 'package' },
  },
});
const SHARED = 'usr/share/dotnet/shared';
const TOLD = JSON.stringify({
  runtimeTarget: { name: 'x' },
  targets: { x: { 'Microsoft.NETCore.App.Runtime.linux-x64/8.0.8': { runtime: { 'System.dll': {} } } } },
  libraries: { 'Microsoft.NETCore.App.Runtime.linux-x64/8.0.8': { type: 'package' } },
});

test('packages that are deployed, packs of the runtime, shared frameworks', async () => {
  const { lines, problems } = await catalogText(dotnet, [
    [
      `app/App.deps.json: ${DEPS}`,
      `${SHARED}/Microsoft.NETCore.App/8.0.8/Microsoft.NETCore.App.deps.json: ${TOLD}`,
      `${SHARED}/Microsoft.AspNetCore.App/8.0.8/Microsoft.AspNetCore.App.deps.json: {"targets":{},"libraries":{}}`,
      `bad/App.deps.json: ${DEPS.slice(0, 100)}`,
      'odd/App.deps.json: {"libraries": [], "targets": 7}',
    ],
  ]);
  assert.deepEqual(lines, [
    'nuget Newtonsoft.Json 13.0.3 app/App.deps.json',
    'nuget Serilog 3.1.1 app/App.deps.json',
    'nuget Microsoft.NETCore.App.Runtime.linux-x64 8.0.8 app/App.deps.json',
    `nuget Microsoft.NETCore.App.Runtime.linux-x64 8.0.8 ${SHARED}/Microsoft.NETCore.App/8.0.8/Microsoft.NETCore.App.deps.json`,
    `nuget Microsoft.AspNetCore.App 8.0.8 ${SHARED}/Microsoft.AspNetCore.App/8.0.8/Microsoft.AspNetCore.App.deps.json`,
  ]);
  assert.deepEqual(problems, ['"bad/App.deps.json" could not be read: the deps.json is not valid JSON']);
});

test('the files of each, and what it needs', async () => {
  const path = 'app/App.deps.json';
  const { tree, found } = await catalogText(dotnet, [[`${path}: ${DEPS}`]]);
  const packages = found.map((one) => one.package);
  const value = await dotnet.extract(path, memoryFile(new TextEncoder().encode(DEPS)));
  const facts = [{ path, place: { layer: 0, row: 0 }, value: value ?? [] }];
  assert.deepEqual(
    [...dotnet.own(tree, facts, packages)].map(({ files }) => files),
    [
      ['app/Newtonsoft.Json.dll'],
      ['app/Serilog.dll', 'app/de/Serilog.resources.dll', 'app/runtimes/linux-x64/native/libserilog.so'],
      ['app/System.Private.CoreLib.dll'],
    ],
  );
  assert.deepEqual(
    [...dotnet.relate(tree, facts, packages)].map(([from, to]) => `${from.name} ${to.name}`),
    ['Serilog Newtonsoft.Json'],
  );
});
