import { placed, smooth, type Point } from "../curve";
import type { Pen } from "../pen";
import { stalk } from "../props";

/** A pod along the x axis from its cap to its tip, bent downwards. */
export function pod(
  pen: Pen,
  at: Point,
  turn: number,
  { length = 330, girth = 42, bend = 40, dry = false, fill = "tint" as const } = {},
): void {
  const spine = (t: number): Point => [
    length * t,
    bend * Math.sin(Math.PI * t * 0.9) + (dry ? 8 * Math.sin(t * 19) : 0),
  ];
  const half = (t: number): number =>
    girth *
    (1 - t) ** 0.55 *
    (0.82 + 0.3 * Math.sin(Math.PI * Math.min(1, t * 2.4))) *
    (dry ? 0.82 + 0.16 * Math.sin(t * 31) : 1);
  const steps = dry
    ? [0, 0.08, 0.16, 0.25, 0.34, 0.44, 0.54, 0.64, 0.74, 0.84, 0.93]
    : [0, 0.12, 0.28, 0.46, 0.64, 0.8, 0.92];
  const edge = (side: number) => steps.map((t): Point => [spine(t)[0], spine(t)[1] + side * half(t)]);
  pen.shape(placed([...edge(-1), spine(1.02), ...edge(1).reverse()], at, turn), { fill, slip: 7 });
  // light along the back, folds where it has dried
  const back = [0.14, 0.34, 0.54, 0.72].map((t): Point => [spine(t)[0], spine(t)[1] - half(t) * 0.34]);
  pen.line(placed(back, at, turn), 2.4);
  if (dry) {
    for (const t of [0.1, 0.22, 0.31, 0.47, 0.58, 0.7]) {
      pen.line(
        placed(
          [
            [spine(t)[0], spine(t)[1] + half(t) * 0.75],
            [spine(t)[0] + 20, spine(t)[1] + half(t) * 0.1],
            [spine(t)[0] + 44, spine(t)[1] + half(t) * 0.2],
          ],
          at,
          turn,
        ),
        2.2,
      );
    }
  } else {
    pen.line(
      placed(
        [0.3, 0.5, 0.7, 0.88].map((t): Point => [spine(t)[0], spine(t)[1] + half(t) * 0.62]),
        at,
        turn,
      ),
      1.9,
    );
  }
  cap(pen, at, turn, girth);
}

export function cap(pen: Pen, at: Point, turn: number, girth: number): void {
  stalk(
    pen,
    smooth(
      placed(
        [
          [-4, 0],
          [-34, -10],
          [-66, -34],
        ],
        at,
        turn,
      ),
      false,
      4,
    ),
    11,
    "paper",
  );
  const crown: Point[] = [
    [-10, -9],
    [-2, -girth * 0.62],
    [7, -girth * 0.92],
    [15, -girth * 0.7],
    [9, -girth * 0.36],
    [19, -girth * 0.06],
    [9, girth * 0.3],
    [15, girth * 0.66],
    [7, girth * 0.92],
    [-2, girth * 0.62],
    [-10, 9],
  ];
  pen.shape(placed(crown, at, turn), { fill: "paper", width: 4 });
}
