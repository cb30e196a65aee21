/** The name of the row without tweaks. */
export const baseName = "base";
