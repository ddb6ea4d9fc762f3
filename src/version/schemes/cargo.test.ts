import { test } from 'node:test';
import { assertOrder, assertRange } from '../../testing/versions.ts';
import { cargo } from './cargo.ts';

test('versions are in the order of Semantic Versioning', () => assertOrder(cargo, '1.0.0-alpha < 1.0.0 = 1.0.0+a < 1.0.1'));

test('a version alone is a caret', () => {
  assertRange(cargo, '1.2.3', { inside: '1.2.3 1.9.0', outside: '1.2.2 2.0.0' });
  assertRange(cargo, '0.2', { inside: '0.2.0 0.2.9', outside: '0.3.0' });
  assertRange(cargo, '=1.2.3', { inside: '1.2.3', outside: '1.2.4' });
});

test('bounds are joined by commas', () => {
  assertRange(cargo, '>= 1.2, < 1.5', { inside: '1.2.0 1.4.9', outside: '1.5.0' });
  assertRange(cargo, '1.2.*', { inside: '1.2.7', outside: '1.3.0' });
});
