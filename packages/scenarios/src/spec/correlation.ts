/** What the correlations of variables with one another are: a line and a column for each, in their order. */
export type Correlation = readonly (readonly number[])[];

/** The lower triangle `L` of a factorisation `L Lᵀ` of correlations, or what is wrong with them, and in which line and column, from 0. */
export type Factored =
  | { readonly kind: "factor"; readonly lines: readonly (readonly number[])[] }
  | {
      readonly kind: "fault";
      readonly problem: string;
      readonly line: number | undefined;
      readonly column: number | undefined;
    };

/**
 * Factors correlations, by Cholesky's method (G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th ed.,
 * Baltimore 2013, section 4.2; 4.2.8 for what is only semi-definite, such as two variables that move as one).
 *
 * Complexity: the cube of the number of variables.
 *
 * @param names the variables, for what is said of a fault
 */
export function factored(correlation: Correlation, names: readonly string[]): Factored {
  return faultOf(correlation, names) ?? triangle(correlation, names);
}

function faultOf(correlation: Correlation, names: readonly string[]): Factored | undefined {
  const count = names.length;
  if (correlation.length !== count)
    return fault(
      `${count} variables need as many lines of correlations, here are ${correlation.length}`,
    );
  const short = correlation.findIndex((line) => line.length !== count);
  if (short >= 0)
    return fault(
      `${count} variables need as many correlations a line, that of ${names[short]} has ${correlation[short]?.length}`,
      short,
    );
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      const problem = problemAt(correlation, names, i, j);
      if (problem !== undefined) return fault(problem, i, j);
    }
  }
  return undefined;
}

function problemAt(
  correlation: Correlation,
  names: readonly string[],
  i: number,
  j: number,
): string | undefined {
  const [value, mirrored] = [at(correlation, i, j), at(correlation, j, i)];
  const pair = `${names[i]} with ${names[j]}`;
  if (i === j)
    return value === 1
      ? undefined
      : `the correlation of ${names[i]} with itself is 1, not ${value}`;
  if (!(Math.abs(value) <= 1)) return `the correlation of ${pair} is from -1 to 1, not ${value}`;
  if (value === mirrored) return undefined;
  return `the correlation of ${pair} is ${value}, and that of ${names[j]} with ${names[i]} ${mirrored}: write it twice alike`;
}

function triangle(correlation: Correlation, names: readonly string[]): Factored {
  const lines: number[][] = [];
  // What rounding leaves of a zero; a rest of such a size is that of a variable that others determine.
  const nothing = 8 * names.length * Number.EPSILON;
  for (let i = 0; i < names.length; i++) {
    const line: number[] = [];
    for (let j = 0; j < i; j++) {
      const rest = at(correlation, i, j) - product(line, lines[j] ?? []);
      const pivot = at(lines, j, j);
      if (pivot === 0 && Math.abs(rest) > Math.sqrt(nothing)) return contradiction(names, i);
      line.push(pivot === 0 ? 0 : rest / pivot);
    }
    const rest = 1 - product(line, line);
    if (rest < -nothing) return contradiction(names, i);
    line.push(rest <= nothing ? 0 : Math.sqrt(rest));
    lines.push(line);
  }
  return { kind: "factor", lines };
}

function contradiction(names: readonly string[], line: number): Factored {
  return fault(
    `no numbers are correlated so: those of ${names[line]} contradict the ones before ` +
      `(the matrix is not positive semi-definite)`,
    line,
  );
}

/** The sum of the products, as far as both go. */
function product(a: readonly number[], b: readonly number[]): number {
  const count = Math.min(a.length, b.length);
  let sum = 0;
  for (let k = 0; k < count; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}

function at(lines: readonly (readonly number[])[], i: number, j: number): number {
  return lines[i]?.[j] ?? NaN;
}

function fault(problem: string, line?: number, column?: number): Factored {
  return { kind: "fault", problem, line, column };
}

/** Turns independent standard normal numbers into correlated ones. @param lines a lower triangle */
export function correlated(
  lines: readonly (readonly number[])[],
  numbers: readonly number[],
): readonly number[] {
  return lines.map((line) => product(line, numbers));
}
