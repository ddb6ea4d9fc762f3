/** Artifacts whose archives carry no pom, for Gradle or Ant made them. */
interface KnownGroup {
  readonly artifact: RegExp;
  readonly group: string;
  /** A folder that the archive must have, lest another of the name be taken for it; null where the archive is empty by design. */
  readonly folder: string | null;
}

const KNOWN: readonly KnownGroup[] = [
  known(/^spring-boot-starter(?:-[a-z-]+\d?)?$/, 'org.springframework.boot', null),
  known(/^spring-boot(?:-[a-z-]+)?$/, 'org.springframework.boot'),
  known(/^spring-security-[a-z0-9-]+$/, 'org.springframework.security'),
  known(/^spring-session-[a-z-]+$/, 'org.springframework.session'),
  known(/^spring-integration-[a-z-]+$/, 'org.springframework.integration'),
  known(/^spring-batch-[a-z-]+$/, 'org.springframework.batch'),
  known(/^spring-kafka$/, 'org.springframework.kafka'),
  known(/^spring-(?:amqp|rabbit)$/, 'org.springframework.amqp'),
  known(
    /^spring-(?:aop|aspects|beans|context|context-support|core|expression|instrument|jdbc|jms|messaging|orm|oxm|r2dbc|test|tx|web|webflux|webmvc|websocket)$/,
    'org.springframework',
  ),
  known(/^spring-jcl$/, 'org.springframework', 'org/apache/commons/logging/'),
  known(/^checker-qual$/, 'org.checkerframework'),
  known(/^tomcat-embed-(?:core|el|jasper|websocket)$/, 'org.apache.tomcat.embed', null),
  known(
    /^tomcat-(?:annotations-api|api|catalina|coyote|jasper|jdbc|jni|juli|servlet-api|util|util-scan|websocket)$/,
    'org.apache.tomcat',
    null,
  ),
  known(/^micrometer-[a-z-]+$/, 'io.micrometer'),
  known(/^reactor-core$/, 'io.projectreactor', 'reactor/core/'),
  known(/^reactor-netty(?:-core|-http)?$/, 'io.projectreactor.netty', 'reactor/netty/'),
  known(/^kafka-clients$/, 'org.apache.kafka'),
  known(/^lucene-[a-z-]+$/, 'org.apache.lucene'),
  known(/^okhttp$/, 'com.squareup.okhttp3', 'okhttp3/'),
  known(/^okio(?:-jvm)?$/, 'com.squareup.okio', 'okio/'),
  known(/^kotlin-(?:stdlib|reflect)(?:-[a-z0-9]+)?$/, 'org.jetbrains.kotlin', 'kotlin/'),
  known(/^kotlinx-coroutines-[a-z0-9-]+$/, 'org.jetbrains.kotlinx', 'kotlinx/coroutines/'),
  known(/^bc(?:mail|pg|pkix|prov|tls|util)-jdk[0-9a-z]+$/, 'org.bouncycastle'),
  known(/^grpc-[a-z-]+$/, 'io.grpc'),
  known(/^log4j$/, 'log4j', 'org/apache/log4j/'),
  known(
    /^commons-(?:beanutils|cli|codec|collections|digester|fileupload|httpclient|io|lang|logging|net|pool)$/,
    null,
    'org/apache/commons/',
  ),
  known(/^junit$/, 'junit', 'junit/framework/'),
  known(/^javax\.inject$/, 'javax.inject', 'javax/inject/'),
];

/** The group of an artifact that is known by its name and by what is in its archive; null where it is not. */
export function findJavaGroup(artifact: string, entries: readonly { readonly name: string }[]): string | null {
  const found = KNOWN.find((one) => one.artifact.test(artifact));
  if (found === undefined) return null;
  const { folder } = found;
  if (folder !== null && !entries.some(({ name }) => name.startsWith(folder))) return null;
  // Old parts of Apache Commons are groups of their own.
  return found.group === '' ? artifact : found.group;
}

function known(artifact: RegExp, group: string | null, folder: string | null = `${group?.replaceAll('.', '/')}/`): KnownGroup {
  return { artifact, group: group ?? '', folder };
}
