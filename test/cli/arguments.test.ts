import { expect, test } from "vitest";
import { readArguments } from "../../packages/cli/src/arguments.ts";
import { UsageError } from "../../packages/cli/src/exit.ts";

test("a run is a model and what goes with it", async () => {
  expect(
    await readArguments(["run", "book.ts", "--scenarios", "s.json", "--out=o.csv", "--verbose"]),
  ).toMatchObject({
    kind: "verb",
    verb: { name: "run" },
    model: "book.ts",
    given: { scenarios: "s.json", out: "o.csv", json: false, strict: false, verbose: true },
  });
});

test.each([
  [[], undefined],
  [["--help"], undefined],
  [["run", "-h"], "run"],
  [["graph", "book.ts", "--help"], "graph"],
])("%j asks for help", async (args, name) => {
  const command = await readArguments(args);
  expect(command.kind === "help" && { verb: command.verb?.name }).toEqual({ verb: name });
});

test.each([
  [["run"], /needs a model/],
  [["simulate", "book.ts"], /no command "simulate"; there is: run, /],
  [["grahp", "book.ts"], /no command "grahp"; the nearest is "graph"; there is: run, /],
  [["--json"], /a command is missing/],
  [["run", "a.ts", "b.ts"], /one model at a time: what is "b.ts"/],
  [["run", "a.ts", "--frob"], /^Unknown option '--frob'$/],
  [["run", "a.ts", "--scenaros", "s"], /^Unknown option '--scenaros'; the nearest is --scenarios$/],
  [["run", "a.ts", "--out", "a", "--out=b"], /^--out comes twice: it takes one file$/],
  [["run", "a.ts", "--out"], /--out/],
  [["run", "a.ts", "--out", ""], /--out needs a file/],
])("%j is a usage error", async (args, message) => {
  await expect(readArguments(args)).rejects.toThrow(UsageError);
  await expect(readArguments(args)).rejects.toThrow(message);
});
