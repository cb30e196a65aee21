import { memoize } from "@dug/core";
import {
  type Correlation,
  type Distribution,
  distribution,
  draws,
  type LayeredScenario,
} from "@dug/scenarios";
import { expect, test } from "vitest";

const level = memoize("level", (of: string): number => of.length);
const standard = distribution.normal({ mean: 0, deviation: 1 });
const spreads: readonly Distribution[] = [
  distribution.normal({ mean: 0.1, deviation: 0.2 }),
  distribution.lognormal({ mean: 0, deviation: 0.5 }),
  distribution.uniform({ from: -1, to: 3 }),
];

/** Draws of a variable for each distribution. */
function drawn(
  by: readonly Distribution[],
  correlation: Correlation | undefined,
  { seed = 1, count = 3 } = {},
): readonly LayeredScenario[] {
  const variables = by.map((each, i) => [
    `v${i}`,
    { target: level.node(`${i}`), change: "set", by: each } as const,
  ]);
  return [...draws({ seed, count, variables: Object.fromEntries(variables), correlation })];
}

const column = (list: readonly LayeredScenario[], i: number): number[] =>
  list.map(({ axes }) => Number(axes?.[`v${i}`]));
const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
const line = (list: readonly LayeredScenario[]): number[][] =>
  list.map(({ axes = {} }) => Object.values(axes).map(Number));

/** Of two lists of numbers. */
function correlationOf(a: readonly number[], b: readonly number[]): number {
  const [centreA, centreB] = [mean(a), mean(b)];
  const moment = (x: readonly number[], cx: number, y: readonly number[], cy: number): number =>
    mean(x.map((each, i) => (each - cx) * ((y[i] ?? NaN) - cy)));
  const spread = moment(a, centreA, a, centreA) * moment(b, centreB, b, centreB);
  return moment(a, centreA, b, centreB) / Math.sqrt(spread);
}

const mixed: Correlation = [
  [1, -0.6, 0.3],
  [-0.6, 1, 0.2],
  [0.3, 0.2, 1],
];

// Written down on Node 20.20; another version's exp and log may differ in the last digit.
test.each<[string, Correlation | undefined, readonly (readonly number[])[]]>([
  [
    "independent",
    undefined,
    [
      [0.12243782929673391, 0.8468825012779916, 2.9807016692043407],
      [0.027181402449013528, 1.221782380645224, 1.8783155041156228],
      [0.10976057022948069, 0.7886083506573721, 2.6737323629636505],
    ],
  ],
  [
    "correlated",
    mixed,
    [
      [0.12243782929673391, 0.8465285102439891, 1.0511060840126194],
      [0.027181402449013514, 1.3092788698027769, 1.5528813732272777],
      [0.10976057022948069, 0.8149494191617019, 2.7571294189777165],
    ],
  ],
])("[draws] %s ones are these for ever, to 1e-12", (_, correlation, golden) => {
  const made = line(drawn(spreads, correlation, { seed: 42 }));
  expect(made).toEqual(line(drawn(spreads, correlation, { seed: 42 })));
  expect(made.length).toBe(golden.length);
  made.flat().forEach((value, i) => {
    const wanted = golden.flat()[i] ?? NaN;
    expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-12);
  });
});

test("drawn numbers have the correlations asked for, of lognormal ones their logarithms, and their own spread", () => {
  const count = 40_000;
  const list = drawn(spreads, mixed, { seed: 5, count });
  const [normal, lognormal, uniform] = [0, 1, 2].map((i) => column(list, i)) as [
    number[],
    number[],
    number[],
  ];
  const logs = lognormal.map(Math.log);
  const error = 5 / Math.sqrt(count);
  expect(Math.abs(correlationOf(normal, logs) + 0.6)).toBeLessThan(error);
  // Of a normal and a uniform number made of correlated normal ones: the correlation times the root of 3/π.
  expect(Math.abs(correlationOf(normal, uniform) - 0.3 * Math.sqrt(3 / Math.PI))).toBeLessThan(
    error,
  );
  expect(Math.abs(mean(uniform) - 1)).toBeLessThan((5 * 4) / Math.sqrt(12 * count));
  expect([Math.min(...uniform) >= -1, Math.max(...uniform) < 3]).toEqual([true, true]);
  const quarters = [0, 1, 2, 3].map((i) => uniform.filter((x) => Math.floor(x) === i - 1).length);
  for (const each of quarters) expect(Math.abs(each / count - 0.25)).toBeLessThan(0.01);
});

test("without correlation between them normal variables are drawn as if nothing were said", () => {
  const none: Correlation = [
    [1, 0],
    [0, 1],
  ];
  const two = [standard, standard];
  expect(line(drawn(two, none))).toEqual(line(drawn(two, undefined)));
});

test("a further variable leaves those before as they were", () => {
  const three = line(drawn([standard, standard, standard], mixed));
  const two = line(
    drawn(
      [standard, standard],
      mixed.slice(0, 2).map((each) => each.slice(0, 2)),
    ),
  );
  expect(three.map((each) => each.slice(0, 2))).toEqual(two);
});

test("variables may move as one, or against one another, and then others with them", () => {
  const count = 200;
  const list = line(
    drawn(
      [standard, standard, standard],
      [
        [1, 1, -1],
        [1, 1, -1],
        [-1, -1, 1],
      ],
      { count },
    ),
  );
  for (const [a, b, c] of list) expect([b, c]).toEqual([a, -Number(a)]);
  expect(new Set(list.map(([a]) => a)).size).toBe(count);
});

test.each<[Correlation, string]>([
  [[[1]], "2 variables need as many lines of correlations, here are 1"],
  [[[1, 0], [0]], "2 variables need as many correlations a line, that of v1 has 1"],
  [
    [
      [1, 0.5],
      [0.4, 1],
    ],
    "the correlation of v1 with v0 is 0.4, and that of v0 with v1 0.5: write it twice alike",
  ],
  [
    [
      [1, 0],
      [0, 2],
    ],
    "the correlation of v1 with itself is 1, not 2",
  ],
  [
    [
      [1, NaN],
      [NaN, 1],
    ],
    "the correlation of v1 with v0 is from -1 to 1, not NaN",
  ],
])("the correlations %j are refused at once", (correlation, message) => {
  const variable = { target: level.node("x"), change: "set", by: standard } as const;
  const variables = { v0: variable, v1: variable };
  expect(() => draws({ seed: 1, count: 1, variables, correlation })).toThrow(message);
});

test("correlations that contradict one another are refused: each pair could be, the three cannot", () => {
  const three = [standard, standard, standard];
  const contradiction: Correlation = [
    [1, 0.9, -0.9],
    [0.9, 1, 0.9],
    [-0.9, 0.9, 1],
  ];
  expect(() => drawn(three, contradiction)).toThrow(
    "no numbers are correlated so: those of v2 contradict the ones before",
  );
  // One that the variable before it determines cannot be correlated otherwise than that.
  const determined: Correlation = [
    [1, 1, 0.5],
    [1, 1, 0.4],
    [0.5, 0.4, 1],
  ];
  expect(() => drawn(three, determined)).toThrow("those of v2 contradict");
});
