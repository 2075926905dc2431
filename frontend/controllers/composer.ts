import { Controller } from "@hotwired/stimulus";

type Sheet = Record<string, string>;
type Kept = { revision: number; errors: Sheet; values: Sheet };
type Crossed = { revision: number; theirs: Sheet; html: string };

/** Saves the fields that changed, with what they held before, so that two people's work is merged or shown, never lost.
 *
 * <form data-controller="composer" data-composer-draft-value="/…/draft/" data-composer-side-value="/…/side/"
 *   data-composer-presence-value="/…/presence/" data-composer-auto-value="true"
 *   data-action="submit->composer#finish input->composer#later change->composer#later">
 *   <output data-composer-target="state"></output> <div data-composer-target="conflict"></div>
 * </form>
 * The draft answers 200 {revision, errors, values}, or 409 {revision, theirs, html}. Reads #compose-side again after a save.
 */
export default class Composer extends Controller<HTMLFormElement> {
  static targets = ["state", "conflict", "revision"];
  static values = { draft: String, side: String, presence: String, auto: Boolean, saving: String, saved: String, failed: String, unsaved: String };
  declare stateTarget: HTMLElement;
  declare conflictTarget: HTMLElement;
  declare revisionTarget: HTMLInputElement;
  declare draftValue: string;
  declare sideValue: string;
  declare presenceValue: string;
  declare autoValue: boolean;
  declare savingValue: string;
  declare savedValue: string;
  declare failedValue: string;
  declare unsavedValue: string;
  private known: Sheet = {}; // what the form held when it was last kept
  private server: Sheet = {}; // the same as the server writes it
  private theirs: Sheet = {};
  private network = "";
  private timer = 0;
  private beat = 0;
  private retry = 2000;
  private touched = 0;
  private running: Promise<void> = Promise.resolve();

  connect() {
    this.known = this.sheet();
    this.server = { ...this.known };
    this.beat = window.setInterval(() => void this.here(), 10000);
    void this.here();
    window.addEventListener("beforeunload", this.leaving);
  }

  disconnect() {
    clearInterval(this.beat);
    clearTimeout(this.timer);
    window.removeEventListener("beforeunload", this.leaving);
    navigator.sendBeacon(this.presenceValue, this.body({ leaving: "1" }));
  }

  later() {
    this.touched = Date.now();
    this.say(this.unsavedValue);
    if (!this.autoValue) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), 800);
  }

  save(force = false) {
    clearTimeout(this.timer);
    this.timer = 0;
    return (this.running = this.running.then(() => this.send(force)));
  }

  /** A button was pressed: what is on its way arrives first, so that the form does not cross its own draft. */
  async finish(event: SubmitEvent) {
    if (!this.autoValue || (!this.timer && !Object.keys(this.changed()).length)) return;
    if (this.conflictTarget.childElementCount) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    await this.save();
    if (this.conflictTarget.childElementCount) return;
    this.known = this.sheet();
    this.element.requestSubmit(button);
  }

  async keepMine(event: Event) {
    event.preventDefault();
    this.conflictTarget.replaceChildren();
    await this.save(true);
  }

  async takeTheirs() {
    for (const [name, text] of Object.entries(this.theirs)) this.fill(name, text);
    this.conflictTarget.replaceChildren();
    this.known = { ...this.known, ...this.theirs };
    this.server = { ...this.server, ...this.theirs };
    await this.save();
  }

  showPreview(event?: CustomEvent<{ panel: string }>) {
    if (event) this.network = event.detail.panel.replace("panel-", "");
    const shown = [...this.element.querySelectorAll<HTMLElement>("[data-preview]")];
    const chosen = shown.some((preview) => preview.dataset.preview === this.network);
    for (const preview of shown) preview.hidden = chosen && preview.dataset.preview !== this.network;
  }

  private leaving = (event: BeforeUnloadEvent) => {
    if (this.autoValue && Object.keys(this.changed()).length) event.preventDefault();
  };

  /** Each name with what it holds, as the server writes it: the last value that is not empty, numbers of spaces in order. */
  private sheet(): Sheet {
    const found: Sheet = {};
    const data = new FormData(this.element);
    for (const name of new Set(data.keys())) {
      if (["csrfmiddlewaretoken", "revision"].includes(name)) continue;
      const values = data.getAll(name).filter((value): value is string => typeof value === "string" && value !== "");
      found[name] = name.endsWith(".spaces") ? values.sort((one, other) => Number(one) - Number(other)).join(",") : (values.at(-1) ?? "");
    }
    return found;
  }

  private changed(now = this.sheet()): Sheet {
    return Object.fromEntries(Object.entries(now).filter(([name, text]) => this.known[name] !== text));
  }

  private async send(force: boolean) {
    const wanted = this.changed();
    if (!Object.keys(wanted).length) return;
    this.say(this.savingValue);
    const bases = Object.fromEntries(Object.keys(wanted).map((name) => [`base:${name}`, this.server[name] ?? ""]));
    const body = this.body({ ...wanted, ...bases, ...(force ? { force: "1" } : {}) });
    const answer = await fetch(this.draftValue, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) return this.kept(wanted, (await answer.json()) as Kept);
    if (answer?.status === 409) return this.crossed((await answer.json()) as Crossed);
    if (answer?.status === 423) return this.say(((await answer.json()) as { refused: string }).refused);
    this.say(this.failedValue);
    this.timer = window.setTimeout(() => void this.save(), (this.retry = Math.min(this.retry * 2, 30000)));
  }

  private kept(sent: Sheet, answer: Kept) {
    this.retry = 2000;
    this.known = { ...this.known, ...sent };
    this.server = { ...this.server, ...answer.values };
    this.revisionTarget.value = String(answer.revision);
    for (const name of Object.keys(sent)) this.mark(name, answer.errors[name]);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    this.say(Object.values(answer.errors)[0] ?? this.savedValue.replace("%s", time));
    void this.refresh();
  }

  private crossed(answer: Crossed) {
    this.theirs = answer.theirs;
    this.conflictTarget.innerHTML = answer.html;
    this.conflictTarget.querySelector<HTMLElement>("button")?.focus();
    this.say(this.unsavedValue);
  }

  private mark(name: string, problem?: string) {
    const field = this.element.elements.namedItem(name);
    const input = field instanceof RadioNodeList ? null : (field as HTMLInputElement | null);
    if (!input || input.type === "hidden") return;
    if (problem) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    input.title = problem ?? "";
  }

  private fill(name: string, text: string) {
    for (const input of this.element.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "checkbox") input.checked = text.split(",").includes(input.value);
      else if (!(input.type === "hidden" && this.element.querySelectorAll(`[name="${CSS.escape(name)}"]`).length > 1)) input.value = text;
    }
    this.element.dispatchEvent(new CustomEvent("composer:filled", { detail: { name, text } }));
  }

  private async refresh() {
    await window.htmx.ajax("GET", this.sideValue, { target: "#compose-side", swap: "outerMorph" });
    this.showPreview();
    window.dispatchEvent(new CustomEvent("composer:counted"));
  }

  private async here() {
    if (document.hidden) return;
    const body = this.body(Date.now() - this.touched < 15000 ? { editing: "1" } : {});
    const answer = await fetch(this.presenceValue, { method: "POST", body }).catch(() => null);
    const place = document.getElementById("presence");
    if (!answer?.ok || !place) return;
    const html = await answer.text();
    if (place.outerHTML.trim() !== html.trim()) place.outerHTML = html;
  }

  private body(values: Sheet) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    body.append("csrfmiddlewaretoken", this.element.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value);
    return body;
  }

  private say(text: string) {
    this.stateTarget.textContent = text;
  }
}
