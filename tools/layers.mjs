/**
 * The import table: who may import whom. From it come the import check (tools/check-imports.mjs), the list of pure
 * folders (tsconfig.pure.json) and the diagram in ARCHITECTURE.md.
 *
 * Imports go down, never up, and never sideways except where `sideways` is true.
 */
export const ROWS = [
  { rank: 0, folders: ['model'], pure: true, sideways: false, what: 'the nouns' },
  { rank: 1, folders: ['ports'], pure: true, sideways: false, what: 'what the program asks of the world' },
  { rank: 2, folders: ['codec', 'dockerfile', 'version', 'image'], pure: true, sideways: true, what: 'algebra they share' },
  {
    rank: 3,
    folders: ['store', 'catalog', 'lineage', 'advisories', 'vuln', 'suggest', 'lint', 'slim', 'rebase', 'report'],
    pure: true,
    sideways: false,
    what: 'capabilities: none imports another',
  },
  { rank: 4, folders: ['app'], pure: true, sideways: false, what: 'use cases' },
  { rank: 4, folders: ['platform'], pure: false, sideways: false, what: 'the real world behind ports' },
  { rank: 5, folders: ['cli', 'server', 'worker', 'testing'], pure: false, sideways: false, what: 'surfaces' },
];

/** Why a forbidden import is forbidden, for the message. */
export const REASONS = {
  up: 'imports go down the table in tools/layers.mjs, never up',
  sideways: 'folders of this row do not know each other: what one needs of the other is passed in by app, or sinks a row',
  platform: 'only platform, the surfaces and tests may import Node',
  package: 'it is not among the dependencies in package.json, so it is not there for those who install the program',
};
