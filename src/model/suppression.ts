import type { PurlParts } from './purl.ts';

/** OpenVEX, "Status Labels"; other kinds of VEX are read as these. */
export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** What a VEX document says of a finding. */
export interface VexWord {
  readonly status: VexStatus;
  /** As the document has it: `vulnerable_code_not_in_execute_path`; null where it has none. */
  readonly justification: string | null;
  /** Its own words: impact, action, notes; null where it has none. */
  readonly reason: string | null;
  /** The file or attachment it was read from, and its id where it has one. */
  readonly source: string;
}

/** A statement of a VEX document: of one vulnerability, about products. */
export interface VexStatement extends VexWord {
  readonly id: string;
  readonly aliases: readonly string[];
  /** RFC 3339, of the statement or its document; null where neither says it. */
  readonly time: string | null;
  /** It holds for any of these; for nothing where there are none. */
  readonly products: readonly VexProduct[];
}

/** What a statement is about: a thing, or where there are parts, these parts in it alone. */
export interface VexProduct {
  readonly whole: VexThing;
  readonly parts: readonly VexThing[];
}

/** A package, an image or a system, by all the names it is given. */
export interface VexThing {
  readonly purls: readonly PurlParts[];
  /** Other names: references of images, addresses. */
  readonly names: readonly string[];
  /** `sha256:…` */
  readonly digests: readonly string[];
  /** CPE names as written, of both forms. */
  readonly cpes: readonly string[];
  /** Versions that it is about, where the statement names them apart from the purl; null for any. */
  readonly versions: readonly string[] | null;
}

/** A VEX document that was read. */
export interface VexDocument {
  readonly format: 'openvex' | 'cyclonedx' | 'csaf';
  /** As VexWord has it. */
  readonly source: string;
  readonly statements: readonly VexStatement[];
  /** What of it could not be used, a sentence each. */
  readonly faults: readonly string[];
}

/** Whether a fix is known, as grype's rules ask. */
export type FixState = 'fixed' | 'not-fixed' | 'wont-fix' | 'unknown';

/** A glob for the name of a package, with its namespace or without, or of the source package it was built from. */
export interface NamePattern {
  readonly glob: string;
  readonly of: 'package' | 'source' | 'either';
}

/** A rule of an ignore file. A finding is meant where it fits all members that are not null. */
export interface IgnoreRule {
  /** File and one-based line: `.trivyignore:3`. */
  readonly source: string;
  /** Globs, any of which an id of the vulnerability must fit. */
  readonly ids: readonly string[] | null;
  /** All of them must fit. */
  readonly names: readonly NamePattern[] | null;
  readonly version: string | null;
  /** As purl names kinds. */
  readonly types: readonly string[] | null;
  readonly purls: readonly PurlParts[] | null;
  /** Globs of paths in the image, without a leading slash. */
  readonly paths: readonly string[] | null;
  /** `you`, `base` for all ancestors, or an ancestor by name. */
  readonly ancestor: string | null;
  /** One-based as tables show it, or a digest of it. */
  readonly layer: number | string | null;
  /** One-based line of the Dockerfile. */
  readonly line: number | null;
  readonly fixState: FixState | null;
  /** Why; null where the file has no place for it, or none is given. */
  readonly reason: string | null;
  /** As written; null where it holds for ever. */
  readonly until: string | null;
  /** From when on it no longer holds, milliseconds since 1970; null where it holds for ever. */
  readonly ends: number | null;
}

/** Why a finding does not count. */
export interface SuppressedBy {
  readonly kind: 'vex' | 'ignore';
  /** Of a rule its file and line, of a VEX document its file and id. */
  readonly source: string;
  /** Of VEX alone. */
  readonly status: VexStatus | null;
  /** Of VEX alone. */
  readonly justification: string | null;
  readonly reason: string | null;
  /** To what day it holds, as written; null where it holds for ever. */
  readonly until: string | null;
}
