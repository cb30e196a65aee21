import { DugError } from "@dug/core";

/** An expression over a base value is not one, or its base value is no number. */
export class ExpressionError extends DugError {
  override readonly code = "EXPRESSION";
  readonly expression: string;
  /** The message without the expression. */
  readonly problem: string;

  constructor(expression: string, problem: string) {
    super(
      `The expression ${JSON.stringify(expression.replace(/^(.{80}).+$/s, "$1…"))} cannot be used: ${problem}. ` +
        `It is arithmetic over \`base\`, such as max(base - 5, 0).`,
    );
    this.expression = expression;
    this.problem = problem;
  }
}

/** A value was to be taken from another scenario, and cannot be. */
export class LoanError extends DugError {
  override readonly code = "LOAN";
  readonly scenario: string;

  constructor(scenario: string, problem: string) {
    super(
      `The value of a node in scenario ${JSON.stringify(scenario)} cannot be taken: ${problem}.`,
    );
    this.scenario = scenario;
  }
}

/** Scenarios cannot be combined as they were asked to be. */
export class CombinationError extends DugError {
  override readonly code = "COMBINATION";

  constructor(method: string, problem: string) {
    super(`${method}: ${problem}.`);
  }
}

/** A scenario tweaks what no evaluated node met, and the run was to be strict about it. */
export class UnreadTweakError extends DugError {
  override readonly code = "UNREAD_TWEAK";
  readonly scenario: string;
  /** Nodes and patterns in their readable form. */
  readonly unread: readonly string[];

  constructor(scenario: string, unread: readonly string[]) {
    super(
      `Scenario ${JSON.stringify(scenario)} tweaks ${unread.join(", ")}, which no output read. ` +
        `Usually an argument is mistyped; without \`strict\` this is only reported in the row.`,
    );
    this.scenario = scenario;
    this.unread = unread;
  }
}
