import type { Option, Verb } from "./verb.ts";

const exits = `Exit code: 0 done, 1 an output of the base failed, or with --strict a scenario,
2 unusable input, 130 interrupted by Ctrl-C.
`;

/** What `dug --help` says. */
export function helpOf(verbs: readonly Verb[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: dug COMMAND MODEL [options]

A model is a TypeScript module that ends in
  export default model({ functions, outputs });

${lines.join("\n")}

  --help     show this text; after a command, its options and an example
  --version  show the version

${exits}`;
}

/** What `dug run --help` says. */
export function helpOn({ name, about, options, example }: Verb): string {
  const required = Object.entries(options).filter(([, option]) => isRequired(option));
  const usage = ["dug", name, "MODEL", ...required.map(([key, option]) => written(key, option))];
  const keys = Object.entries(options).map(([key, option]) => written(key, option));
  const width = Math.max(...keys.map((key) => key.length));
  const lines = Object.values(options).map(
    ({ help }, i) =>
      `  ${keys[i]?.padEnd(width)}  ${help.replaceAll("\n", `\n${" ".repeat(width + 4)}`)}`,
  );
  return `Usage: ${usage.join(" ")} [options]

${about}

${lines.join("\n")}

Example: dug ${example}

${exits}`;
}

function written(key: string, option: Option): string {
  return option.kind === "flag" ? `--${key}` : `--${key} ${option.value}`;
}

/** Whether a verb cannot do without it. */
export function isRequired(option: Option): boolean {
  return option.kind !== "flag" && option.required === true;
}
