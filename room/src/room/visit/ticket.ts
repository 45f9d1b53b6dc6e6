/** The ticket of this tab, so that a reload comes back as the same attendance. */
export function readTicket(code: string): string {
  try {
    return sessionStorage.getItem(`troth:ticket:${code}`) ?? "";
  } catch {
    return "";
  }
}

export function keepTicket(code: string, ticket: string): void {
  try {
    sessionStorage.setItem(`troth:ticket:${code}`, ticket);
  } catch {
    // Storage is switched off: a reload joins as a new attendance.
  }
}
