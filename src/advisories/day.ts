/** The day of a date as feeds write them, `2024-05-30`; null where it is none, or before there were any advisories (Go writes year 1 for unknown). */
export function dayOf(value: unknown): string | null {
  const day = typeof value === 'string' ? (/^\d{4}-\d{2}-\d{2}(?!\d)/.exec(value)?.[0] ?? null) : null;
  return day === null || day < '1985' || Number.isNaN(Date.parse(day)) ? null : day;
}
