import { Controller } from "@hotwired/stimulus";

/** Sends the filters as soon as one changes (the search a moment after the last key), keeping them in the address.
 *
 * <form class="filters" method="get" data-controller="filters" data-filters-target-value="#list">…</form>
 * With a target only that part of the page is replaced; it must have an id and be in the page that comes back.
 */
export default class Filters extends Controller<HTMLFormElement> {
  static values = { target: String };
  declare targetValue: string;
  private timer = 0;

  connect() {
    this.element.addEventListener("change", this.apply);
    this.element.addEventListener("input", this.later);
    this.element.addEventListener("submit", this.apply);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.element.removeEventListener("change", this.apply);
    this.element.removeEventListener("input", this.later);
    this.element.removeEventListener("submit", this.apply);
  }

  private later = (event: Event) => {
    clearTimeout(this.timer);
    if ((event.target as HTMLInputElement).type === "search") this.timer = window.setTimeout(() => this.apply(), 350);
  };

  private apply = (event?: Event) => {
    event?.preventDefault();
    clearTimeout(this.timer);
    const filled = [...new FormData(this.element)].filter(([, value]) => value !== "") as [string, string][];
    const url = `${location.pathname}?${new URLSearchParams(filled)}`;
    if (url === location.pathname + location.search) return;
    if (!this.targetValue) return location.assign(url);
    history.replaceState(history.state, "", url);
    void window.htmx.ajax("GET", url, { target: this.targetValue, select: this.targetValue, swap: "outerMorph" });
  };
}
