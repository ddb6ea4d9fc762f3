/** The day of a date as feeds write them, `2024-05-30`; null where it is none, or before there were any advisories (Go writes year 1 for unknown). */
export function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? (/^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value)?.[0] ?? null) : null;
  return day === null || day < '1985' || Number.isNaN(Date.parse(day)) ? null : day;
}

const DAY = 24 * 60 * 60 * 1000;

/** The last day that a feed can be of. `now` in milliseconds since 1970; one more than its day, for clocks lag and days begin earlier elsewhere. */
export function latestDay(now: number): string {
  return new Date(now + DAY).toISOString().slice(0, 10);
}

/** A day, unless it is yet to come: then null, as if none was told. Else one wrong date would be the newest for ever. */
export function dayUpTo(day: string | null, latest: string): string | null {
  return day !== null && day > latest ? null : day;
}
