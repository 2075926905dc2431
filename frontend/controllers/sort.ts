import { Controller } from "@hotwired/stimulus";

/** Sorts a short table that is whole on the page (a report, a chart's data). Long lists sort on the server with <c-th name sort>.
 *
 * <table data-controller="sort"><thead><tr><th scope="col"><button data-action="sort#by">Clicks</button></th>…
 *   <tbody><tr><td data-value="1234">1 234</td>…
 */
export default class Sort extends Controller<HTMLTableElement> {
  by(event: Event) {
    const head = (event.currentTarget as HTMLElement).closest("th")!;
    const column = head.cellIndex;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement!.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = this.element.tBodies[0]!;
    const value = (row: HTMLTableRowElement) => row.cells[column]?.dataset.value ?? row.cells[column]?.textContent?.trim() ?? "";
    const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
    const rows = [...body.rows].sort((one, other) => {
      const [a, b] = [value(one), value(other)];
      const order = a !== "" && b !== "" && !isNaN(+a) && !isNaN(+b) ? +a - +b : compare(a, b);
      return down ? -order : order;
    });
    body.append(...rows);
  }
}
