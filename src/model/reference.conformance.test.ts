import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Digest } from './digest.ts';
import type { ReferenceFault, ReferenceParts } from './reference-grammar.ts';
import { isTag, joinReference, splitName, splitReference } from './reference-grammar.ts';
import {
  familiarName,
  formatReference,
  parseCanonicalReference,
  parsePullReference,
  parseReference,
  parseReferenceOrDigest,
  tryReference,
} from './reference.ts';
import { matchReference } from './reference-pattern.ts';

/** Cases of distribution/reference's test suite, which stay where they are. */
const FILE = new URL('../../../shared/conformance/image-references.jsonl', import.meta.url);
const skip = existsSync(FILE) ? false : 'the conformance cases (../shared/conformance) are not at hand';

interface Case {
  readonly api: string;
  readonly input: string;
  readonly error?: string | null;
  readonly name: string;
  readonly domain?: string;
  readonly path?: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly combined?: string;
  readonly familiarName?: string;
  readonly fullName?: string;
  readonly normalized?: string;
  readonly isDigestReference?: boolean;
  readonly pattern?: string;
  readonly match?: boolean;
}

/** How each function of that package is called here. */
const CHECKS: Readonly<Record<string, (given: Case) => void>> = {
  Parse: checkParse,
  WithName: checkName,
  'WithName+Domain+Path': checkName,
  WithTag: checkJoin,
  WithDigest: checkJoin,
  ParseNamed: checkNamed,
  ParseNormalizedNamed: checkNormalized,
  ParseAnyReference: checkAny,
  ParseDockerRef: (given) => assert.equal(formatReference(parsePullReference(given.input)), given.normalized),
  FamiliarMatch: (given) => assert.equal(matchReference(given.pattern ?? '', parseReference(given.input)), given.match),
};

const FAULTS: Readonly<Record<string, readonly ReferenceFault[]>> = {
  ErrReferenceInvalidFormat: ['format'],
  ErrNameTooLong: ['name-too-long'],
  ErrNameEmpty: ['empty'],
  ErrNameContainsUppercase: ['uppercase'],
  ErrDigestUnsupported: ['digest-unsupported'],
  ErrDigestInvalidLength: ['digest-length'],
  ErrDigestInvalidFormat: ['digest-format'],
};

describe('conformance with distribution/reference', { skip }, () => {
  const cases = skip === false ? readCases() : [];
  it('has cases', () => assert.ok(cases.length >= 134));
  for (const [api, group] of Object.entries(Object.groupBy(cases, ({ api }) => api))) {
    it(api, () => {
      const check = CHECKS[api];
      assert.ok(check !== undefined, `no check for ${api}`);
      for (const given of group ?? []) {
        try {
          check(given);
        } catch (cause) {
          throw new Error(JSON.stringify(given), { cause });
        }
      }
    });
  }
});

function checkParse(given: Case): void {
  const parts = splitReference(given.input);
  if (checkFault(parts, given)) return;
  assert.equal(joinReference({ ...parts, tag: null, digest: null }), given.repository);
  assert.deepEqual([parts.domain, parts.tag ?? '', parts.digest ?? ''], [given.domain, given.tag, given.digest]);
}

function checkName(given: Case): void {
  const parts = splitName(given.input);
  if (checkFault(parts, given)) return;
  assert.deepEqual([parts.domain, parts.path], [given.domain, given.path]);
}

/** Its digests are shorter than any that is read here: only the joining is checked. */
function checkJoin(given: Case): void {
  const parts = splitName(given.name);
  assert.ok(typeof parts !== 'string');
  if (given.tag !== undefined) assert.ok(isTag(given.tag));
  assert.equal(joinReference({ ...parts, tag: given.tag ?? null, digest: (given.digest ?? null) as Digest | null }), given.combined);
}

/** It leaves the path out of what it compares. */
function checkNamed(given: Case): void {
  if (given.error !== null) {
    assert.throws(() => parseCanonicalReference(given.input), { code: 'usage' });
    return;
  }
  assert.equal(parseCanonicalReference(given.input).registry, given.domain);
}

function checkNormalized(given: Case): void {
  const reference = tryReference(given.input);
  if (given.error !== null) {
    assert.equal(typeof reference, 'string');
    return;
  }
  assert.ok(typeof reference !== 'string', String(reference));
  if (given.domain !== undefined) assert.equal(reference.registry, given.domain);
  if (given.path !== undefined) assert.equal(reference.repository, given.path);
  if (given.fullName !== undefined) assert.equal(formatReference({ ...reference, tag: null, digest: null }), given.fullName);
  if (given.familiarName !== undefined) assert.equal(familiarName(reference), given.familiarName);
}

function checkAny(given: Case): void {
  if (given.error !== null && given.error !== undefined) {
    assert.throws(() => parseReferenceOrDigest(given.input));
    return;
  }
  const any = parseReferenceOrDigest(given.input);
  assert.equal(typeof any === 'string', given.isDigestReference);
  assert.equal(typeof any === 'string' ? any : formatReference(any), given.normalized);
}

/** Whether an error is expected; it must then be the one that came. */
function checkFault(parts: ReferenceParts | ReferenceFault, given: Case): parts is ReferenceFault {
  if (given.error === null || given.error === undefined) {
    assert.ok(typeof parts !== 'string', String(parts));
    return false;
  }
  assert.ok(typeof parts === 'string');
  const faults = FAULTS[given.error];
  // An empty name has no error of its own in WithName.
  if (faults !== undefined && given.input !== '') assert.ok(faults.includes(parts), `${parts} is not ${given.error}`);
  return true;
}

function readCases(): readonly Case[] {
  return readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}
