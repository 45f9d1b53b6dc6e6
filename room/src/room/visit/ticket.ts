/** The ticket of this tab, so that a reload comes back as the same attendance. */
export function readTicket(code: string): string | undefined {
  try {
    return sessionStorage.getItem(`troth:ticket:${code}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepTicket(code: string, ticket: string | null): void {
  try {
    if (ticket === null) sessionStorage.removeItem(`troth:ticket:${code}`);
    else sessionStorage.setItem(`troth:ticket:${code}`, ticket);
  } catch {
    // Storage is switched off: a reload joins as a new attendance.
  }
}
