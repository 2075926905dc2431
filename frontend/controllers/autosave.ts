import { Controller } from "@hotwired/stimulus";

/** Saves a form a moment after the last key, says when, and keeps what was typed on this machine while the server cannot be reached.
 *
 * <form action="/…" method="post" data-controller="autosave" data-action="input->autosave#later change->autosave#later"
 *   data-autosave-saved-value="Saved at %s" data-autosave-saving-value="Saving…" data-autosave-failed-value="Not saved yet">
 *   <output class="saved-at" data-autosave-target="state"></output>
 * </form>
 * The server answers 2xx when saved, 409 when somebody else saved first (dispatches autosave:conflict with the response).
 */
export default class Autosave extends Controller<HTMLFormElement> {
  static targets = ["state"];
  static values = { delay: { type: Number, default: 800 }, saved: String, saving: String, failed: String };
  declare readonly stateTarget: HTMLElement;
  declare readonly hasStateTarget: boolean;
  declare delayValue: number;
  declare savedValue: string;
  declare savingValue: string;
  declare failedValue: string;
  private timer = 0;
  private running: Promise<void> = Promise.resolve();
  private retry = 2000;

  disconnect() {
    if (this.timer) void this.save();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), this.delayValue);
  }

  /** One at a time, so that an older text never lands after a newer one. */
  save() {
    clearTimeout(this.timer);
    this.timer = 0;
    return (this.running = this.running.then(() => this.send()));
  }

  private async send() {
    this.say(this.savingValue);
    const body = new FormData(this.element);
    const answer = await fetch(this.element.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok) {
      this.retry = 2000;
      this.say(this.savedValue.replace("%s", new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" })));
      this.dispatch("saved", { detail: { response: answer } });
    } else if (answer?.status === 409) this.dispatch("conflict", { detail: { response: answer } });
    else {
      this.say(this.failedValue);
      this.dispatch("failed", { detail: { response: answer } });
      if (!answer || answer.status >= 500) this.timer = window.setTimeout(() => void this.save(), (this.retry = Math.min(this.retry * 2, 30000)));
    }
  }

  private say(text: string) {
    if (this.hasStateTarget) this.stateTarget.textContent = text;
  }
}
