import { Controller } from "@hotwired/stimulus";

/** Blocks of a query, in step with its text: the server reads one and writes the other.
 *
 * <section data-controller="query-builder" data-query-builder-url-value="/…/blocks/" data-action="click->query-builder#act
 *   input->query-builder#write change->query-builder#choose keydown->query-builder#key">
 *   <p class="written" data-query-builder-target="written" data-text="…"></p> <select data-chooses>…</select>
 *   <button data-act="remove:b-0">…</button> <select>…</select><button data-add="b-0">…</button></section>
 */
export default class QueryBuilder extends Controller<HTMLElement> {
  static targets = ["written"];
  static values = { url: String };
  declare urlValue: string;
  private timer = 0;
  private running?: AbortController;

  connect() {
    this.text.addEventListener("input", this.read);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.text.removeEventListener("input", this.read);
  }

  /** What the blocks say takes the place of what was typed; nothing does while they cannot be said. */
  writtenTargetConnected({ dataset }: HTMLElement) {
    if (dataset.text === undefined || dataset.text === this.text.value) return;
    this.text.value = dataset.text;
    this.text.dispatchEvent(new CustomEvent("query:written", { bubbles: true }));
  }

  act({ target }: Event) {
    const button = (target as Element).closest<HTMLElement>("[data-act], [data-add]");
    if (!button) return;
    const added = (button.previousElementSibling as HTMLSelectElement | null)?.value;
    void this.ask(button.dataset.act ?? `add:${button.dataset.add}:${added}`);
  }

  /** Other controls may follow from a choice. */
  choose({ target }: Event) {
    if ((target as Element).matches("[data-chooses]")) void this.ask("show");
  }

  write({ target }: Event) {
    if (!(target as HTMLInputElement).name || (target as Element).matches("[data-chooses]")) return;
    this.later("write");
  }

  /** Enter goes on with another word, rather than saving the form. */
  key(event: KeyboardEvent) {
    const control = event.target as HTMLInputElement;
    if (event.key !== "Enter" || !control.matches("input")) return;
    event.preventDefault();
    if (control.value) void this.ask(`add:${control.name.replace(/-\d+\.\w+$/, "")}:word`);
  }

  private read = () => this.later("read");

  private later(act: string) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(act), 400);
  }

  private async ask(act: string) {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = new AbortController();
    const body = new FormData(this.text.form!);
    body.set("act", act);
    try {
      const response = await fetch(this.urlValue, { method: "POST", body, signal: this.running.signal, headers: { "HX-Request": "true" } });
      if (!response.ok) return;
      // No id on what says the text: htmx gives an element the attributes of its namesake for a moment, and its text is read at once.
      const target = act === "write" ? "#builder .written" : "#builder";
      await window.htmx.swap({ text: await response.text(), target, swap: "outerHTML" });
    } catch (error) {
      if ((error as Error).name !== "AbortError") throw error;
    }
  }

  private get text() {
    return document.getElementById("id_text") as HTMLTextAreaElement;
  }
}
