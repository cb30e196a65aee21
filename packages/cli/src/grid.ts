import { common, type Given, type Job, outOption, partialOption, type Verb } from "./verb.ts";

const options = {
  axis: {
    kind: "list",
    value: "AXIS",
    help: "NODE=OPERATION:FROM..TO:COUNT or NODE=OPERATION:A,B,C; the operations are\nset, add, multiply, relative, floor, cap; 20% is 0.2; once for each axis",
    required: true,
  },
  output: { kind: "list", value: "NAME", help: "an output to show; without it all of the model's" },
  out: outOption,
  partial: partialOption,
  strict: { kind: "flag", help: "exit with 1 also if a scenario failed" },
  ...common,
} as const;

/** `dug grid`: runs every combination of the points of some axes. */
export const grid: Verb = {
  name: "grid",
  summary: "run every combination of values along axes",
  about: `Runs a model under every combination of the points of its axes, and prints each
output over them: as a matrix if there are two.`,
  options,
  example: `grid book.ts --axis 'spot("IBM")=relative:-20%..20%:5' --axis 'rate()=set:0,0.01' --output value`,
  async run(given: Given<typeof options>, job: Job) {
    const { runGrid } = await import("./run-grid.ts");
    return await runGrid(given, job);
  },
};
