import { Controller } from "@hotwired/stimulus";
import { Local, session, type Sheet } from "../composing/local";

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
 * Until it is saved, what was typed is also kept on this machine (`composing/local`), and offered back by the `restored` notice.
 */
export default class Composer extends Controller<HTMLFormElement> {
  static targets = ["state", "conflict", "revision", "restored", "signIn"];
  static values = {
    ...{ draft: String, side: String, presence: String, person: String, auto: Boolean },
    ...{ saving: String, saved: String, failed: String, unsaved: String, out: String },
  };
  declare stateTarget: HTMLElement;
  declare conflictTarget: HTMLElement;
  declare revisionTarget: HTMLInputElement;
  declare restoredTarget: HTMLElement;
  declare signInTarget: HTMLElement;
  declare draftValue: string;
  declare sideValue: string;
  declare presenceValue: string;
  declare autoValue: boolean;
  declare savingValue: string;
  declare savedValue: string;
  declare failedValue: string;
  declare unsavedValue: string;
  declare outValue: string;
  declare personValue: string;
  private known: Sheet = {}; // what the form held when it was last kept
  private server: Sheet = {}; // the same as the server writes it
  private theirs: Sheet = {};
  private network = "";
  private timer = 0;
  private beat = 0;
  private retry = 2000;
  private touched = 0;
  private stuck = false; // what was typed could not be sent
  private passed = false; // the session was checked: the form may go
  private local!: Local;
  private running: Promise<void> = Promise.resolve();

  connect() {
    this.known = this.sheet();
    this.server = { ...this.known };
    this.local = new Local(`diapason.draft.${this.personValue}.${location.pathname}`);
    const typed = this.local.read();
    if (typed && Object.entries(typed.values).some(([name, text]) => (this.known[name] ?? "") !== text)) this.restoredTarget.hidden = false;
    else this.local.forget();
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
    this.restoredTarget.hidden = true; // what is typed now takes its place
    this.keepHere();
    if (this.stuck) return;
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
    if (this.passed || !Object.keys(this.changed()).length) return;
    if (this.autoValue && this.conflictTarget.childElementCount) return;
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    if (this.autoValue) await this.save();
    else await this.resume();
    if (this.stuck || (this.autoValue && this.conflictTarget.childElementCount)) return;
    this.known = this.sheet();
    this.local.forget();
    this.passed = true;
    this.element.requestSubmit(button);
  }

  /** Puts back what this machine kept; where somebody else wrote since, both are shown. */
  restore() {
    const typed = this.local.read();
    this.restoredTarget.hidden = true;
    if (!typed) return;
    this.server = { ...this.server, ...typed.bases };
    for (const [name, text] of Object.entries(typed.values)) this.fill(name, text);
    this.later();
  }

  discard() {
    this.local.forget();
    this.restoredTarget.hidden = true;
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
    if (answer?.redirected || answer?.status === 403) return this.signedOut();
    this.stuck = false;
    if (answer?.ok) return this.kept(wanted, (await answer.json()) as Kept);
    if (answer?.status === 409) return this.crossed((await answer.json()) as Crossed);
    if (answer?.status === 423) return this.say(((await answer.json()) as { refused: string }).refused);
    this.stuck = true;
    this.say(this.failedValue);
    this.timer = window.setTimeout(() => void this.save(), (this.retry = Math.min(this.retry * 2, 30000)));
  }

  /** The session ended while one wrote: nothing is sent until they are back, in this tab or another. */
  private signedOut() {
    this.stuck = true;
    this.say(this.outValue);
    this.signInTarget.hidden = false;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.resume(), 3000);
  }

  private async resume() {
    const found = await session(location.pathname);
    if (found?.person !== this.personValue) return this.signedOut(); // nobody, or somebody else
    for (const input of document.querySelectorAll<HTMLInputElement>("[name=csrfmiddlewaretoken]")) input.value = found.token;
    this.stuck = false;
    this.signInTarget.hidden = true;
    if (this.autoValue) await this.save();
    else this.say(this.unsavedValue);
  }

  private keepHere() {
    const values = this.changed();
    this.local.keep(values, Object.fromEntries(Object.keys(values).map((name) => [name, this.server[name] ?? ""])));
  }

  private kept(sent: Sheet, answer: Kept) {
    this.retry = 2000;
    this.signInTarget.hidden = true;
    this.known = { ...this.known, ...sent };
    this.server = { ...this.server, ...answer.values };
    this.keepHere();
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
