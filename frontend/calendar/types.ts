/** What the page tells the widget (`editorial/views/calendar_widget.py`). */
export type Config = {
  view: "month" | "week";
  start: string;
  end: string;
  month: string;
  today: string;
  days: string;
  hints: string;
  list: string;
  due: string;
  post: string;
  move: string;
  thumb: string;
  new: string;
  moves: boolean;
  marks: Record<string, [name: string, colour: string, drawn: boolean]>;
  statuses: Record<string, string>;
  words: Record<"new" | "move" | "more" | "writing" | "approval" | "due" | "failed" | "unmoved", string>;
};

/** One post of `calendar_days`: number, local time, words of the title, status, networks, colour, objective, image, movable,
 * and what went wrong with its deliveries. */
export type Post = { id: number; t: string; w: string; s: string; n?: string[]; c?: number; o?: number; i?: number; m?: 1; x?: string };

export type Days = {
  posts: Post[];
  objectives: string[];
  more: Record<string, number>;
  deadlines: [kind: "writing" | "approval", id: number, title: string, at: string][];
  due: Record<string, number>;
  moments: [name: string, start: string, end: string, kind: string][];
};

export type Hint = { day: string; text: string; url?: string; act?: string };
