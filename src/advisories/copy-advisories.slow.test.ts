import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesAsFile } from '../codec/read-at.ts';
import { packageRoot } from '../platform/package-root.ts';
import { buildDatabase } from './build-database.ts';
import { copyAdvisories } from './copy-advisories.ts';
import { openDatabase } from './open-database.ts';

test('the bundled database is the same byte for byte when it is written anew', async () => {
  const bytes = readFileSync(join(packageRoot(), 'data', 'advisories.adv'));
  const builder = buildDatabase();
  await copyAdvisories([await openDatabase(bytesAsFile(bytes), 'bundled')], builder, '9999-12-31');
  const copy = Buffer.concat(builder.finish());
  assert.equal(copy.length, bytes.length);
  assert.ok(copy.equals(bytes));
});
