import { Drawing } from "./drawing";
import type { Config, Hint } from "./types";
import { read } from "./widget";

/** Holes and near-duplicates under the days of the table, which a narrow screen reads as an agenda. */
export async function hintsOf(table: HTMLElement, config: Config) {
  const found = await read<{ hints: Hint[] }>(config.hints, config.start, config.end).catch(() => ({ hints: [] }));
  const drawing = new Drawing(config, "");
  for (const hint of found.hints) {
    const cell = table.querySelector(`time[datetime="${hint.day}"]`)?.closest("td");
    cell?.classList.remove("empty");
    cell?.querySelector(".cal-day")?.after(drawing.hint(hint));
  }
}
