import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { conda } from './conda.ts';
import { python } from './python.ts';

const SITE = 'usr/lib/python3/site-packages';

test('dist-info, egg-info as a folder and as a file, and eggs', async () => {
  const { lines, problems } = await catalogText(python, [
    [
      `${SITE}/zope.interface-6.0.dist-info/METADATA: Metadata-Version: 2.1\nName: zope.interface\nVersion: 6.0\nLicense: ZPL-2.1\n\nVersion: 9\n`,
      `${SITE}/Flask_Login-0.6.dist-info/METADATA: Metadata-Version: 2.4\nName: Flask-Login\nVersion: 0.6\nLicense: MIT License\n  Copyright\nLicense-Expression: MIT\n`,
      `${SITE}/six.egg-info: Metadata-Version: 1.1\r\nName: six\r\nVersion: 1.16.0\r\nLicense: UNKNOWN\r\nClassifier: Topic :: x\r\nClassifier: License :: OSI Approved :: MIT License\r\n`,
      `${SITE}/old.egg-info/PKG-INFO: Metadata-Version: 1.0\nName: old\nVersion: 1.0`,
      `${SITE}/e-1-py3.9.egg/EGG-INFO/PKG-INFO: Name: e\nVersion: 1`,
      `${SITE}/broken-1.dist-info/METADATA: Name: broken\n\nVersion: 1\n`,
      `${SITE}/six-1.16.0.dist-info/RECORD: Name: x\nVersion: 1`,
    ],
  ]);
  assert.deepEqual(lines, [
    `pypi zope.interface 6.0 ${SITE}/zope.interface-6.0.dist-info/METADATA (ZPL-2.1)`,
    `pypi Flask-Login 0.6 ${SITE}/Flask_Login-0.6.dist-info/METADATA (MIT)`,
    `pypi six 1.16.0 ${SITE}/six.egg-info (MIT License)`,
    `pypi old 1.0 ${SITE}/old.egg-info/PKG-INFO`,
    `pypi e 1 ${SITE}/e-1-py3.9.egg/EGG-INFO/PKG-INFO`,
  ]);
  assert.deepEqual(problems, []);
});

test('conda environments', async () => {
  const { lines } = await catalogText(conda, [
    [
      'opt/conda/conda-meta/zlib-1.2.13-h_1.json: {"name":"zlib","version":"1.2.13","license":"Zlib","files":["lib/libz.so"]}',
      'opt/conda/conda-meta/history: text',
      'opt/conda/conda-meta/odd.json: {"name":"odd"}',
    ],
  ]);
  assert.deepEqual(lines, ['conda zlib 1.2.13 opt/conda/conda-meta/zlib-1.2.13-h_1.json (Zlib)']);
});
