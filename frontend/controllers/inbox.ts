import { Controller } from "@hotwired/stimulus";

const BREATH = 15000;
const WRITING_FOR = 6000;

/** The three panes: says who is here, keeps what is typed for each conversation, fills saved replies, keeps the clocks true.
 *
 * <div data-controller="shortcuts inbox">
 *   <a data-shortcuts-item href="…">…</a>   <time data-since datetime="…">2 h 14</time>
 *   <div id="conversation" data-inbox-target="pane" data-id="12" data-presence="/…/presence/">
 *     <form data-inbox-target="form"><textarea data-inbox-target="text" data-action="input->inbox#write"></textarea>
 *       <button data-action="inbox#insert" data-inbox-text-param="…" data-shortcut="delivery" data-inbox-target="saved">…</button></form>
 */
export default class Inbox extends Controller<HTMLElement> {
  static targets = ["pane", "text", "form", "saved", "messages", "noting", "note", "answer"];
  declare readonly hasTextTarget: boolean;
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly savedTargets: HTMLButtonElement[];
  declare readonly notingTarget: HTMLElement;
  declare readonly noteTarget: HTMLButtonElement;
  declare readonly answerTargets: HTMLButtonElement[];
  private breathing = 0;
  private ticking = 0;
  private here?: HTMLElement;
  private state = "here";
  private wroteAt = 0;

  connect() {
    this.breathing = window.setInterval(() => void this.breathe(), BREATH);
    this.ticking = window.setInterval(() => this.tick(), 30000);
    addEventListener("pagehide", this.gone);
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnect() {
    clearInterval(this.breathing);
    clearInterval(this.ticking);
    removeEventListener("pagehide", this.gone);
    document.removeEventListener("visibilitychange", this.seen);
    this.gone();
  }

  /** A conversation came on screen: the list shows which, and the others learn that somebody reads it. */
  paneTargetConnected(pane: HTMLElement) {
    this.here = pane;
    this.state = "here";
    const id = pane.dataset.id!;
    for (const link of this.element.querySelectorAll("[data-shortcuts-item]")) {
      if (link.closest(`#c${id}`)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    this.element.querySelector(`#c${id}`)?.classList.remove("unread");
    void this.breathe();
  }

  paneTargetDisconnected(pane: HTMLElement) {
    this.tell(pane, "gone");
    if (this.here === pane) this.here = undefined;
  }

  messagesTargetConnected(messages: HTMLElement) {
    if (!location.search.includes("before=")) messages.scrollTop = messages.scrollHeight;
  }

  textTargetConnected(text: HTMLTextAreaElement) {
    const kept = sessionStorage.getItem(this.key(text));
    if (!text.value && kept) text.value = kept;
    if (text.value) this.grow(text);
  }

  formTargetConnected(form: HTMLFormElement) {
    form.addEventListener("submit", () => this.hasTextTarget && sessionStorage.removeItem(this.key(this.textTarget)));
  }

  write() {
    const text = this.textTarget;
    this.expand(text);
    this.grow(text);
    sessionStorage.setItem(this.key(text), text.value);
    this.wroteAt = Date.now();
    if (this.state !== "writing" && text.value) {
      this.state = "writing";
      void this.breathe();
    }
  }

  /** The text of a saved reply goes where the caret is. */
  insert({ params, currentTarget }: { params: { text: string }; currentTarget: EventTarget | null }) {
    const text = this.textTarget;
    (currentTarget as HTMLElement).closest<HTMLElement>("[popover]")?.hidePopover();
    text.setRangeText(params.text, text.selectionStart, text.selectionEnd, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** N with nothing typed begins a note: what is written from then on cannot leave as an answer. */
  note(event: Event) {
    if (!this.hasTextTarget || this.textTarget.value.trim()) return;
    event.preventDefault();
    this.begin("note");
    this.textTarget.focus();
  }

  /** Escape goes back to the answer. */
  answer() {
    this.begin("answer");
  }

  submit({ currentTarget }: Event) {
    (currentTarget as HTMLSelectElement).form?.requestSubmit();
  }

  private begin(what: "note" | "answer") {
    const note = what === "note";
    this.notingTarget.hidden = !note;
    this.noteTarget.dataset.key = note ? "mod+Enter" : "n";
    for (const button of this.answerTargets) button.hidden = note;
  }

  /** « /delivery » followed by a space becomes the saved reply of that name. */
  private expand(text: HTMLTextAreaElement) {
    const found = /(?:^|\s)\/([\w-]+)\s$/.exec(text.value.slice(0, text.selectionStart));
    const saved = found && this.savedTargets.find((each) => each.dataset.shortcut === found[1]);
    if (!saved) return;
    const start = text.selectionStart - found![1]!.length - 2;
    text.setRangeText(saved.dataset.inboxTextParam!, start, text.selectionStart, "end");
  }

  private grow(text: HTMLTextAreaElement) {
    text.rows = Math.min(12, Math.max(3, text.value.split("\n").length + Math.floor(text.value.length / 90)));
  }

  private key(text: HTMLTextAreaElement) {
    return `inbox:${text.form?.getAttribute("action")?.split("?")[0]}`;
  }

  private seen = () => void (document.hidden ? this.gone() : this.breathe());

  private gone = () => {
    if (this.here) this.tell(this.here, "gone");
  };

  private async breathe() {
    if (!this.here || document.hidden) return;
    if (this.state === "writing" && Date.now() - this.wroteAt > WRITING_FOR) this.state = "here";
    const answer = await this.tell(this.here, this.state);
    const others = document.getElementById("others");
    if (answer?.ok && others) {
      const html = (await answer.text()).trim();
      if (others.innerHTML.trim() !== html) await window.htmx.swap({ target: others, text: html, swap: "innerMorph", sourceElement: others });
    }
  }

  private tell(pane: HTMLElement, state: string) {
    const body = new FormData();
    body.set("state", state);
    body.set("csrfmiddlewaretoken", this.element.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "");
    return fetch(pane.dataset.presence!, { method: "POST", body, keepalive: true }).catch(() => null);
  }

  /** Somebody waits a minute longer. */
  private tick() {
    for (const time of this.element.querySelectorAll<HTMLTimeElement>("time[data-since]")) {
      const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000));
      if (minutes < 60) time.textContent = `${minutes} min`;
      else if (minutes < 1440) time.textContent = `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
    }
  }
}
