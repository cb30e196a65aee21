/** In what a graph is written. */
export const formats = ["dot", "mermaid", "svg"] as const;
export type Format = (typeof formats)[number];
