/** Something that could not be read or did not hold, told beside the answer, with where it is. */
export interface Problem {
  /** A word for machines: `unverified`, `claim-contradicted`, `foreign-layer`, `unreadable` … */
  readonly kind: string;
  /** A sentence for people, naming the thing. */
  readonly message: string;
  /** File, reference, layer or line it is about, where there is one. */
  readonly where?: string;
  /** Whether the answer is incomplete because of it (exit code 4), or merely worth knowing. */
  readonly incomplete: boolean;
}
