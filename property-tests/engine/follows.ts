import {
  buildGraph,
  type ContextCommands,
  contextCommands,
  graphArbitrary,
  graphSubject,
  type GraphSpec,
  replacementArbitrary,
  wholeArbitrary,
} from "@dug/testing";
import fc from "fast-check";

type Program = [GraphSpec, unknown, unknown, ContextCommands];

/** That after every command on a random graph the engine does what the rules say; `note` is told of each program. */
export function followsRules(
  note: (spec: GraphSpec, commands: ContextCommands) => void = () => undefined,
): fc.IProperty<Program> {
  return fc.property(
    graphArbitrary({ cycles: true }),
    fc.array(replacementArbitrary, { minLength: 6, maxLength: 6 }),
    fc.array(wholeArbitrary, { minLength: 4, maxLength: 4 }),
    contextCommands(),
    (spec, singles, wholes, commands) => {
      note(spec, commands);
      commands.run(graphSubject(buildGraph(spec), singles, wholes));
    },
  );
}
