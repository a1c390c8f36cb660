import type { CommitStatus } from "../../ports.ts";

/** A status with its number, which grows with every status that is made. */
export interface NumberedStatus {
  readonly id: number;
  readonly told: CommitStatus;
}

/**
 * The newest status of each context, in the order in which contexts first occur. GitHub lists the newest first and
 * takes contexts that differ in case for one; the time decides, then the number, so that no order is relied on.
 */
export function newestPerContext(statuses: readonly NumberedStatus[]): readonly CommitStatus[] {
  const newest = new Map<string, NumberedStatus>();
  for (const status of statuses) {
    const key = status.told.context.toLowerCase();
    const other = newest.get(key);
    if (other === undefined || isNewer(status, other)) newest.set(key, status);
  }
  return [...newest.values()].map(({ told }) => told);
}

function isNewer(one: NumberedStatus, other: NumberedStatus): boolean {
  const apart = timeOf(one) - timeOf(other);
  return apart === 0 ? one.id > other.id : apart > 0;
}

function timeOf({ told }: NumberedStatus): number {
  const time = Date.parse(told.updatedAt ?? "");
  return Number.isNaN(time) ? 0 : time;
}
