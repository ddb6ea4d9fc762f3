import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitJarName } from './jar-name.ts';

/** name → artifact, version */
const NAMES = `
lib/commons-io-2.11.0.jar       commons-io 2.11.0
log4j-1.2-api-2.17.1.jar        log4j-1.2-api 2.17.1
akka-actor_2.13-2.6.20.jar      akka-actor_2.13 2.6.20
guava-31.1-jre.jar              guava 31.1-jre
netty-4.1.9.Final-linux-x86_64.jar netty 4.1.9.Final
foo-1.0-beta-2.war              foo 1.0-beta-2
foo-1.0-SNAPSHOT-sources.jar    foo 1.0-SNAPSHOT
foo-1.0-20230101.120000-1.JAR   foo 1.0-20230101.120000-1
foo-m-1.0.jar                   foo-m 1.0
foo-v1.2.jar                    foo 1.2
org.eclipse.osgi_3.18.0.v2022.jar org.eclipse.osgi 3.18.0.v2022
servlet-api.jar                 servlet-api -
3.jar                           3 -
.jar                            . -
plugin.hpi                      plugin -
a/log4j-core-2.17.txt           log4j-core 2.17.txt
`;

test('artifact and version of names', () => {
  for (const line of NAMES.trim().split('\n')) {
    const [name = '', artifact = '', version] = line.split(/ +/);
    const got = splitJarName(name);
    assert.deepEqual([got.artifact, got.version ?? '-'], [artifact.replace(/^\.$/, ''), version], name);
    assert.equal(got.isArchive, !name.endsWith('.txt'));
  }
});
