import { type CurveResult, lineOf } from "./curve.ts";

/** One panel: curves along the same axis. */
interface Panel {
  readonly along: string;
  readonly curves: readonly CurveResult[];
}

const width = 900;
const height = 400;
const plot = { top: 48, left: 70, width: 345, height: 270, apart: 90 };
/** Squares and circles, so that they are told apart without colour, too. */
const hues = ["a", "b"] as const;

const style = `
  svg { font: 13px system-ui, sans-serif; background: #fff }
  .back { fill: #fff } text { fill: #222 } .grid { stroke: #ddd } .axis { stroke: #555 }
  .a { stroke: #0a5fb4; fill: #0a5fb4 } .b { stroke: #b4460a; fill: #b4460a }
  .fit { stroke-dasharray: 5 4; stroke-width: 1.5 } .title { font-weight: 600 } text.a, text.b { stroke: none }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171c } .back { fill: #14171c } text { fill: #e4e6ea } .grid { stroke: #333941 } .axis { stroke: #9aa0a8 }
    .a { stroke: #6fb3ff; fill: #6fb3ff } .b { stroke: #ffa466; fill: #ffa466 }
  }
`;

/** The curves as an SVG picture: logarithmic axes, a panel for each axis, the points, and dashed the lines that fit them. */
export function plotOf(curves: readonly CurveResult[]): string {
  const panels = [...new Set(curves.map(({ along }) => along))].map((along): Panel => {
    return { along, curves: curves.filter((curve) => curve.along === along) };
  });
  const ys = decades(curves.flatMap(({ points }) => points.map(([, y]) => y)));
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What a tweak costs">`,
    `<style>${style}</style>`,
    `<rect class="back" width="${width}" height="${height}"/>`,
    ...panels.flatMap((panel, i) =>
      drawPanel(panel, plot.left + i * (plot.width + plot.apart), ys),
    ),
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

/** The powers of ten that some values lie between. */
function decades(values: readonly number[]): number[] {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

/** Where a value lies between the first and the last decade, from 0 to 1. */
function fraction(axis: readonly number[], value: number): number {
  const from = Math.log10(axis[0] ?? 1);
  const to = Math.log10(axis.at(-1) ?? 10);
  return (Math.log10(value) - from) / (to - from);
}

function drawPanel({ along, curves }: Panel, left: number, ys: readonly number[]): string[] {
  const xs = decades(curves.flatMap(({ points }) => points.map(([x]) => x)));
  const bottom = plot.top + plot.height;
  const atX = (value: number): number => left + fraction(xs, value) * plot.width;
  const atY = (value: number): number => bottom - fraction(ys, value) * plot.height;
  return [
    ...ys.flatMap((y) => [
      line("grid", [left, atY(y)], [left + plot.width, atY(y)]),
      text("end", [left - 8, atY(y) + 4], micros(y)),
    ]),
    ...xs.flatMap((x) => [
      line("grid", [atX(x), plot.top], [atX(x), bottom]),
      text("middle", [atX(x), bottom + 20], count(x)),
    ]),
    line("axis", [left, bottom], [left + plot.width, bottom]),
    line("axis", [left, plot.top], [left, bottom]),
    text("middle", [left + plot.width / 2, bottom + 42], along),
    text("start", [left, 24], "µs a tweak", "title"),
    ...curves.flatMap((curve, i) => drawCurve(curve, hues[i % 2] ?? "a", atX, atY)),
    ...curves.toReversed().flatMap((curve, i) => {
      const hue = hues[(curves.length - 1 - i) % 2] ?? "a";
      return drawKey(curve, hue, [left + 18, plot.top + 20 + 20 * i]);
    }),
  ];
}

function drawCurve(
  { points }: CurveResult,
  hue: string,
  atX: (value: number) => number,
  atY: (value: number) => number,
): string[] {
  const fit = lineOf(points);
  const [[first] = [1], [last] = [1]] = [points[0], points.at(-1)];
  return [
    line(`${hue} fit`, [atX(first), atY(fit.at(first))], [atX(last), atY(fit.at(last))]),
    ...points.map(([x, y]) => mark(hue, [atX(x), atY(y)])),
  ];
}

/** What a mark stands for, the uppermost curve first, where no curve goes that rises to the right. */
function drawKey({ curve, slope }: CurveResult, hue: string, [x, y]: Place): string[] {
  const name = curve.slice(curve.indexOf(":") + 2);
  return [
    mark(hue, [x, y]),
    text("start", [x + 12, y + 4], `${name}: slope ${slope.toFixed(2)}`, hue),
  ];
}

type Place = readonly [x: number, y: number];

function line(kind: string, from: Place, to: Place): string {
  const [x1, y1, x2, y2] = [...from, ...to].map(round);
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function mark(hue: string, [x, y]: Place): string {
  if (hue === "b") return `<circle class="${hue}" cx="${round(x)}" cy="${round(y)}" r="4"/>`;
  return `<rect class="${hue}" x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7"/>`;
}

function text(anchor: string, [x, y]: Place, content: string, kind = ""): string {
  const named = kind === "" ? "" : ` class="${kind}"`;
  return `<text${named} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** 10, 100, 1k, 10k, 100k, 1M. */
function count(value: number): string {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e3 ? `${value / 1e3}k` : `${value}`;
}

function micros(value: number): string {
  return value.toLocaleString("en-US");
}
