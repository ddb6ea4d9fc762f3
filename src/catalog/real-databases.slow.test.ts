/**
 * Databases that the package managers themselves wrote: what is found must be what they list, field by field. dpkg fills a root with
 * mmdebstrap; rpm and apk build their packages here and install them into roots of their own.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Package } from '../model/package.ts';
import { catalogRoot } from '../testing/catalog-root.ts';
import type { CatalogedPackage } from './catalog-image.ts';
import type { Cataloger } from './cataloger.ts';
import { apk } from './catalogers/apk.ts';
import { dpkg } from './catalogers/dpkg.ts';
import { rpm } from './catalogers/rpm.ts';

const CATALOGERS = [dpkg, apk, rpm] as unknown as readonly Cataloger[];

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fromage-databases-'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function have(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

function linesOf(packages: readonly CatalogedPackage[], line: (one: Package) => string): readonly string[] {
  return packages.map((one) => line(one.package)).toSorted();
}

function output(command: string, ...args: string[]): readonly string[] {
  const text = execFileSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return text.split('\n').filter((line) => line !== '');
}

describe('dpkg', { skip: reasonToSkipDpkg() }, () => {
  test('a root of mmdebstrap: name, version, architecture, source and its version, and whose every file is', async () => {
    const root = join(folder, 'debian');
    execFileSync('mmdebstrap', ['--quiet', '--mode=root', '--variant=minbase', '--include=tzdata', 'bookworm', root], { stdio: 'ignore' });
    const admin = `--admindir=${root}/var/lib/dpkg`;
    // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own fields
    const format = '${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\\n';
    const { packages, account } = await catalogRoot(root, CATALOGERS);
    const ours = linesOf(packages, ({ name, version, architecture, source }) =>
      [name, version, architecture, source?.name ?? name, source?.version ?? version].join(' '),
    );
    assert.deepEqual(ours, output('dpkg-query', admin, '-W', '-f', format).toSorted());
    assert.ok(packages.every((one) => one.share.files > 0));
    assert.ok(account.unaccountedBytes < account.bytes / 20, JSON.stringify(account));
    const bash = packages.find((one) => one.package.name === 'bash');
    assert.deepEqual(bash?.dependsOn.map((at) => packages[at]?.package.name).toSorted(), [
      'base-files',
      'debianutils',
      'libc6',
      'libtinfo6',
    ]);
  });
});

describe('rpm', { skip: have('rpmbuild') ? false : 'rpmbuild is not installed' }, () => {
  for (const backend of ['sqlite', 'ndb']) {
    test(`a database of ${backend}: name, epoch, version, release, architecture, source rpm, licence, files`, async (context) => {
      const root = join(folder, `root-${backend}`);
      const packages = buildRpms(join(folder, `build-${backend}`));
      mkdirSync(join(root, 'var/lib/rpm'), { recursive: true });
      const own = ['--root', root, '--dbpath', '/var/lib/rpm', '--define', `_db_backend ${backend}`];
      const installed = spawnSync('rpm', [...own, '-i', '--nodeps', '--nosignature', ...packages], { encoding: 'utf8' });
      if (/invalid %_db_backend/.test(installed.stderr)) return context.skip(`this rpm writes no ${backend}`);
      assert.equal(installed.status, 0, installed.stderr);
      const fields = '%{NAME}|%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}|%{ARCH}|%{SOURCERPM}|%{LICENSE}\n';
      const found = (await catalogRoot(root, CATALOGERS)).packages;
      const ours = linesOf(found, ({ name, version, architecture, source, licences }) => {
        const made = source ?? { name, version: version?.replace(/^\d+:/, '') };
        return [name, version, architecture, `${made.name}-${made.version}.src.rpm`, licences.join()].join('|');
      });
      assert.deepEqual(ours, output('rpm', ...own, '-qa', '--qf', fields).toSorted());
      assert.equal(ours.length, 3);
      for (const one of found) {
        const listed = output('rpm', ...own, '-ql', one.package.name).filter((path) => path !== '(contains no files)');
        assert.equal(one.share.files, listed.length, one.package.name);
      }
      const app = found.find((one) => one.package.name === 'app');
      assert.deepEqual(
        app?.dependsOn.map((at) => found[at]?.package.name),
        ['lib-devel'],
      );
    });
  }
});

describe('apk', { skip: have('apk') ? false : 'apk is not installed' }, () => {
  test('a root of apk: name, version, architecture, origin, licence, files, what needs what', async () => {
    const [root, packages] = [join(folder, 'root-apk'), buildApks(join(folder, 'build-apk'))];
    const own = ['--root', root, '--arch', 'x86_64', '--no-network', '--repositories-file', '/dev/null'];
    execFileSync('apk', [...own, '--initdb', '--allow-untrusted', 'add', ...packages], { stdio: 'pipe' });
    const found = (await catalogRoot(root, CATALOGERS)).packages;
    const query = ['query', '--installed', '--format', 'json', '--fields', 'name,version,arch,origin,license', '*'];
    const listed = JSON.parse(output('apk', ...own, ...query).join('')) as Readonly<Record<string, string>>[];
    const theirs = listed.map((one) => [one['name'], one['version'], one['arch'], one['origin'] ?? one['name'], one['license']].join('|'));
    const ours = linesOf(found, ({ name, version, architecture, source, licences }) =>
      [name, version, architecture, source?.name ?? name, licences.join()].join('|'),
    );
    assert.deepEqual(ours, theirs.toSorted());
    const told = found.map((one) => [one.package.name, one.share.files, one.dependsOn.map((at) => found[at]?.package.name)]);
    assert.deepEqual(told.toSorted(), [
      ['app', 2, ['liba']],
      ['liba', 1, []],
    ]);
  });
});

/** Two packages: a library of another origin, and a program that needs it by its soname. */
function buildApks(top: string): readonly string[] {
  const files = { liba: ['usr/lib/liba.so.1'], app: ['usr/bin/app', 'etc/a b/c d'] };
  const info = {
    liba: ['version:2.0_rc1-r3', 'origin:a-src', 'license:MIT AND GPL-2.0-or-later', 'provides:so:liba.so.1=1'],
    app: ['version:1.0-r0', 'license:Apache-2.0', 'depends:so:liba.so.1'],
  };
  return (['liba', 'app'] as const).map((name) => {
    for (const path of files[name]) {
      mkdirSync(join(top, name, dirname(path)), { recursive: true });
      writeFileSync(join(top, name, path), name);
    }
    const all = [`name:${name}`, 'arch:x86_64', 'description:x', ...info[name]].flatMap((one) => ['--info', one]);
    execFileSync('apk', ['mkpkg', '--files', join(top, name), ...all, '--output', join(top, `${name}.apk`)], { stdio: 'pipe' });
    return join(top, `${name}.apk`);
  });
}

/** Three packages out of two sources: one with an epoch, one of another name than its source, one that needs another by what it provides. */
function buildRpms(top: string): readonly string[] {
  mkdirSync(top, { recursive: true });
  const specs = [
    'Name: lib\nVersion: 2.0~rc1\nRelease: 3.el9\nEpoch: 4\nSummary: x\nLicense: MIT AND GPL-2.0-or-later\nBuildArch: noarch\n\n%description\nx\n\n' +
      '%package devel\nSummary: y\nProvides: api(lib) = 2\n%description devel\ny\n\n' +
      '%install\nmkdir -p %{buildroot}/usr/lib/lib %{buildroot}/usr/include\necho 1 > %{buildroot}/usr/lib/lib/a\necho 2 > "%{buildroot}/usr/lib/lib/b c"\necho 3 > %{buildroot}/usr/include/lib.h\n\n' +
      '%files\n/usr/lib/lib/a\n"/usr/lib/lib/b c"\n%files devel\n/usr/include/lib.h\n',
    'Name: app\nVersion: 1.0\nRelease: 1\nSummary: z\nLicense: Apache-2.0\nBuildArch: noarch\nRequires: api(lib), /usr/include/lib.h\n\n%description\nz\n\n%install\nmkdir -p %{buildroot}/usr/bin\necho x > %{buildroot}/usr/bin/app\n%files\n/usr/bin/app\n',
  ];
  for (const [at, spec] of specs.entries()) {
    const path = join(top, `${at}.spec`);
    writeFileSync(path, spec);
    execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${top}`, path], { stdio: 'pipe' });
  }
  return output('find', join(top, 'RPMS'), '-name', '*.rpm').toSorted();
}

function reasonToSkipDpkg(): string | false {
  if (!have('mmdebstrap')) return 'mmdebstrap is not installed';
  return process.getuid?.() === 0 ? false : 'a root file system is made by root alone';
}
