import { jitter, oval, points } from "../curve";
import type { Pen } from "../pen";

/** A thick board with a handle and a hole. */
export function board(pen: Pen): void {
  pen.shape(
    points(
      "150 250, 690 250, 704 262, 706 380, 776 392, 792 440, 776 486, 706 498, 704 634, 690 648, 150 648, 138 634, 138 262",
    ),
    { fill: "paper", straight: true, width: 4.6 },
  );
  pen.shape(oval(pen.random, [746, 440], [17, 17]), { fill: "none", width: 3.6 });
  for (let i = 0; i < 9; i++) {
    const y = 284 + i * 42 + jitter(pen.random, 8);
    pen.line(
      [
        [160, y],
        [300, y + jitter(pen.random, 9)],
        [480, y + jitter(pen.random, 9)],
        [684, y + jitter(pen.random, 6)],
      ],
      1.5,
    );
  }
}
