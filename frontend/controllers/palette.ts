import { Controller } from "@hotwired/stimulus";

type Result = { group: string; label: string; note: string; url: string };

/** Ctrl K: go anywhere, do anything, find an object by its name. The address answers { results: Result[] }.
 *
 * <dialog data-controller="dialog palette" data-palette-url-value="/w/…/palette/">
 *   <input data-palette-target="input" data-action="palette#search keydown->palette#move">
 *   <ul role="listbox" data-palette-target="results"></ul><p data-palette-target="empty" hidden>…</p></dialog>
 */
export default class Palette extends Controller<HTMLDialogElement> {
  static targets = ["input", "results", "empty"];
  static values = { url: String };
  declare inputTarget: HTMLInputElement;
  declare resultsTarget: HTMLElement;
  declare emptyTarget: HTMLElement;
  declare urlValue: string;
  private asked = 0;
  private answered: Promise<void> = Promise.resolve();

  toggle(event: KeyboardEvent) {
    event.preventDefault();
    if (this.element.open) return this.element.close();
    this.element.showModal();
    this.inputTarget.select();
  }

  connect() {
    this.element.addEventListener("toggle", () => this.element.open && this.search());
  }

  search() {
    this.answered = this.ask();
  }

  private async ask() {
    const mine = ++this.asked;
    const answer = await fetch(`${this.urlValue}?q=${encodeURIComponent(this.inputTarget.value)}`).catch(() => null);
    if (mine !== this.asked || !answer?.ok) return;
    const { results } = (await answer.json()) as { results: Result[] };
    this.resultsTarget.replaceChildren(...this.draw(results));
    this.emptyTarget.hidden = results.length > 0;
    this.select(0);
  }

  move(event: KeyboardEvent) {
    const now = this.options.findIndex((option) => option.ariaSelected === "true");
    if (event.key === "ArrowDown") this.select(now + 1);
    else if (event.key === "ArrowUp") this.select(now - 1);
    else if (event.key === "Enter") void this.open();
    else return;
    event.preventDefault();
  }

  /** What is chosen of the answer to what was typed: who types fast presses Enter before it is there. */
  private async open() {
    await this.answered;
    const chosen = this.options.find((option) => option.ariaSelected === "true");
    if (chosen) location.assign(chosen.dataset.url!);
  }

  go(event: MouseEvent) {
    location.assign((event.currentTarget as HTMLElement).dataset.url!);
  }

  private get options() {
    return [...this.resultsTarget.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private select(index: number) {
    const options = this.options;
    const chosen = options[(index + options.length) % options.length];
    options.forEach((option) => (option.ariaSelected = String(option === chosen)));
    chosen?.scrollIntoView({ block: "nearest" });
    this.inputTarget.setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  private *draw(results: Result[]) {
    let group = "";
    for (const [index, result] of results.entries()) {
      if (result.group !== group) {
        group = result.group;
        yield Object.assign(document.createElement("li"), { className: "heading", role: "presentation", textContent: group });
      }
      const option = Object.assign(document.createElement("li"), { role: "option", id: `palette-${index}` });
      option.dataset.url = result.url;
      option.dataset.action = "click->palette#go";
      const label = Object.assign(document.createElement("span"), { className: "clip", textContent: result.label });
      option.append(label, Object.assign(document.createElement("span"), { className: "note", textContent: result.note }));
      yield option;
    }
  }
}
