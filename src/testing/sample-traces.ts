import { NO_IMAGE } from '../app/no-image.ts';
import type { Ancestor, AncestorFacts, Lineage } from '../model/lineage.ts';
import type { DiffId, Digest } from '../model/digest.ts';
import type { Trace, TraceSubject } from '../model/trace.ts';

/** A trace with everything in it: two ancestors, own layers, facts, problems. */
export function anImageTrace(): Trace {
  return {
    subject: {
      ...SUBJECT,
      kind: 'image',
      name: 'registry.example.com/team/app:1.2',
      reference: 'registry.example.com/team/app:1.2',
      location: 'docker-archive:app.tar',
      configDigest: digest('a'),
      created: '2026-08-20T10:00:00Z',
      size: 60_000_000,
      ownSize: 2_500_000,
      layerCount: 3,
    },
    lineage: {
      ...LINEAGE,
      ancestors: [
        ancestor(
          'docker.io/library/httpd:2.4',
          { first: 1, last: 1 },
          28_000_000,
          facts('2026-06-10', 5, [{ product: 'apache-http-server', cycle: '2.4', on: null, ended: false }]),
        ),
        ancestor(
          'docker.io/library/debian:trixie-slim',
          { first: 0, last: 0 },
          29_500_000,
          facts('2026-08-04', 19, [{ product: 'debian', cycle: '13', on: '2028-08-09', ended: false }]),
        ),
      ],
      own: { layers: { first: 2, last: 2 }, history: { first: 4, last: 5 } },
      end: 'scratch',
      endEvidence: [
        {
          tracer: 'index',
          confidence: 'claimed',
          detail: 'debian:trixie-slim: FROM scratch in its Dockerfile at commit 7935fc7dd049 (as of 2026-08-21)',
        },
      ],
      missing: null,
      resolution: 'exact',
      asOf: '2026-08-21',
      problems: [
        {
          kind: 'unverified',
          message: 'the layers were not read, so their digests were not checked; --verify checks them',
          incomplete: false,
        },
      ],
    },
    layers: [
      {
        index: 0,
        diffId: diffId('1'),
        digest: null,
        size: 29_500_000,
        created: '2026-08-04T00:00:00Z',
        instruction: "# debian.sh --arch 'amd64' out/ 'trixie'",
        history: 0,
        line: null,
        owner: 1,
      },
      {
        index: 1,
        diffId: diffId('2'),
        digest: null,
        size: 28_000_000,
        created: null,
        instruction: 'RUN set -eux; apt-get update; apt-get install -y --no-install-recommends something-with-a-long-name',
        history: 2,
        line: null,
        owner: 0,
      },
      {
        index: 2,
        diffId: diffId('3'),
        digest: null,
        size: 2_500_000,
        created: null,
        instruction: 'COPY site/ /usr/local/apache2/htdocs/',
        history: 4,
        line: 8,
        owner: 'own',
      },
    ],
    lenders: [],
  };
}

/** What a Dockerfile declares. */
export function aDockerfileTrace(): Trace {
  return {
    subject: {
      ...SUBJECT,
      kind: 'dockerfile',
      name: 'web/Dockerfile',
      location: 'web/Dockerfile',
      stages: [
        { index: 1, name: 'web', line: 4 },
        { index: 0, name: null, line: 1 },
      ],
    },
    lineage: {
      ...LINEAGE,
      ancestors: [
        {
          ...ancestor(
            'docker.io/library/alpine:3.24',
            null,
            null,
            facts('2026-08-06', 11, [{ product: 'alpine', cycle: '3.10', on: '2021-05-01', ended: true }]),
          ),
          confidence: 'claimed',
          resolution: 'nearest-commit',
          asOf: '2026-08-21',
          evidence: [{ tracer: 'dockerfile', confidence: 'claimed', detail: 'line 1 says FROM alpine:3.24' }],
        },
      ],
      end: 'scratch',
      endEvidence: [{ tracer: 'index', confidence: 'claimed', detail: 'alpine:3.24: FROM scratch' }],
      declared: true,
      missing: null,
      resolution: 'nearest-commit',
      asOf: '2026-08-21',
    },
    layers: [],
    lenders: [{ reference: 'node:24-alpine', line: 2 }],
  };
}

/** An end that is unknown, below an ancestor without a name, and a claim that did not hold. */
export function anUnknownTrace(): Trace {
  const unnamed = ancestor(null, { first: 0, last: 1 }, null, null);
  const contradicted = {
    tracer: 'annotation',
    confidence: 'claimed',
    detail: 'the label says alpine:3.10; the layers are others',
    contradicted: true,
  } as const;
  return {
    subject: { ...SUBJECT, kind: 'image', name: 'dir:/mnt', location: 'dir:/mnt' },
    lineage: {
      ...LINEAGE,
      ancestors: [{ ...unnamed, evidence: [...unnamed.evidence, contradicted] }],
      missing: 'proof that layers 1–2 are an image that is not known',
      problems: [{ kind: 'x', message: 'Layer 2 is not here.', where: 'layer 2', incomplete: true }],
    },
    layers: [],
    lenders: [],
  };
}

const SUBJECT: TraceSubject = { ...NO_IMAGE, kind: 'image', name: '', location: '', platform: { os: 'linux', architecture: 'amd64' } };

const LINEAGE: Lineage = {
  ancestors: [],
  own: { layers: null, history: null },
  end: 'unknown',
  endEvidence: [],
  declared: false,
  missing: 'what is below',
  resolution: null,
  asOf: null,
  problems: [],
};

function ancestor(reference: string | null, layers: Ancestor['layers'], size: number | null, known: AncestorFacts | null): Ancestor {
  return {
    reference,
    aliases: [],
    digest: reference === null ? null : digest('d'),
    chainId: null,
    layers,
    history: null,
    size,
    created: '2026-08-04T00:00:00Z',
    confidence: 'matched',
    resolution: null,
    asOf: null,
    evidence: [{ tracer: 'chain-id', confidence: 'matched', detail: `layer 1 has the DiffID of ${reference ?? 'nothing known'}` }],
    facts: known,
  };
}

function facts(lastUpdated: string, updatesPerYear: number, endOfLife: AncestorFacts['endOfLife']): AncestorFacts {
  return {
    publisher: 'Docker Official Image',
    verifiedBy: 'layers',
    lastUpdated,
    updatesPerYear,
    deprecated: false,
    endOfLife,
    sourceRepository: null,
    sourceCommit: null,
  };
}

function digest(digit: string): Digest {
  return `sha256:${digit.repeat(64)}` as Digest;
}

function diffId(digit: string): DiffId {
  return `sha256:${digit.repeat(64)}` as DiffId;
}
