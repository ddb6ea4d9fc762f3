import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogText } from '../../testing/catalog-text.ts';
import { writeZip } from '../../testing/zip-writer.ts';
import { javaArchive } from './java-archive.ts';

const POM = { name: 'META-INF/maven/org.x/a/pom.properties', bytes: 'groupId=org.x\nartifactId=a\nversion=1.0\n' };
const JAR = writeZip([POM]);

test('archives and what is in them, each once a file', async () => {
  const war = writeZip([
    { name: 'WEB-INF/lib/a-1.0.jar', bytes: JAR, stored: true },
    { name: 'WEB-INF/lib/copy/a-1.0.jar', bytes: JAR },
    { name: 'WEB-INF/lib/b-2.jar', bytes: writeZip([]) },
  ]);
  const { lines, problems } = await catalogText(javaArchive, [
    [
      { name: 'opt/a-1.0.jar', type: 'file', body: JAR },
      { name: 'opt/run.jar', type: 'file', body: writeZip([POM], { prefix: '#!/bin/sh\nexec java -jar "$0"\n' }) },
      { name: 'srv/shop.war', type: 'file', body: war },
      'opt/text.jar: no archive',
      'opt/empty.jar: ',
    ],
  ]);
  assert.deepEqual(lines, [
    'maven org.x/a 1.0 opt/a-1.0.jar',
    'maven org.x/a 1.0 opt/run.jar',
    'maven org.x/a 1.0 srv/shop.war',
    'maven b 2 srv/shop.war',
  ]);
  assert.deepEqual(problems, []);
});

test('one that is cut is a Problem, and hides no other', async () => {
  const { lines, problems } = await catalogText(javaArchive, [
    [
      { name: 'opt/cut-1.jar', type: 'file', body: JAR.slice(0, -40) },
      { name: 'opt/a-1.0.jar', type: 'file', body: JAR },
      { name: 'opt/all.war', type: 'file', body: writeZip([{ name: 'lib/cut-2.jar', bytes: JAR.slice(0, -40) }]) },
    ],
  ]);
  assert.deepEqual(lines, ['maven org.x/a 1.0 opt/a-1.0.jar', 'maven cut 2 opt/all.war']);
  assert.deepEqual(problems, [
    '"opt/cut-1.jar" could not be read: it is no zip file, or its end is missing',
    '"opt/all.war" holds what could not be read: "lib/cut-2.jar": it is no zip file, or its end is missing',
  ]);
});
