/** The last year that is closed: its balance sheet is where the plan begins. */
export const CLOSED = 2025;

/** The years planned. */
export const YEARS = [2026, 2027, 2028, 2029, 2030, 2031] as const;
