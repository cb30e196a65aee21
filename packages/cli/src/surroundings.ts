/** What the command is called in: what it would otherwise ask its process for. */
export interface Surroundings {
  /** The folder where the paths begin that a user gives, absolute. */
  readonly folder: string;
  /** Where temporary files belong. */
  readonly temporary: string;
  /** Where the answer goes. */
  readonly stdout: Output;
  /** Where all else is said. */
  readonly stderr: Terminal;
}

/** What texts are written to. */
export interface Output {
  write(text: string): unknown;
}

/** An output that may be a terminal, on which a line can be drawn anew. */
export interface Terminal extends Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
}
