/** How long the cover lasts, in months: fifty years. */
export const TERM = 600;
