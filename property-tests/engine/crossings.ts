/** Something that a program may have, named by its rule. */
export interface Feature<P> {
  readonly name: string;
  readonly isIn: (program: P) => boolean;
}

/** Which features met in one program, over all that were run. */
export class Crossings<P> {
  readonly #features: readonly Feature<P>[];
  readonly #counts: number[][];

  constructor(features: readonly Feature<P>[]) {
    this.#features = features;
    this.#counts = features.map(() => features.map(() => 0));
  }

  note(program: P): void {
    const met = this.#features.map(({ isIn }) => isIn(program));
    this.#counts.forEach((row, i) =>
      row.forEach((count, j) => {
        if ([i, j].every((feature) => met[feature])) row[j] = count + 1;
      }),
    );
  }

  /** The pairs that never met. */
  get missing(): readonly string[] {
    return this.#features.flatMap((first, i) =>
      this.#features
        .slice(i + 1)
        .flatMap((second, j) =>
          this.#counts[i]?.[i + 1 + j] === 0 ? [`${first.name} × ${second.name}`] : [],
        ),
    );
  }

  /** The lower half of the table, a row a feature. */
  toString(): string {
    const rows = this.#features.map(
      ({ name }, i) =>
        name.padEnd(18) +
        (this.#counts[i] ?? [])
          .slice(0, i)
          .map((count) => String(count).padStart(4))
          .join(""),
    );
    return ["In how many programs two features met:", ...rows].join("\n");
  }
}
