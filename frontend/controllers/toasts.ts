import { Controller } from "@hotwired/stimulus";

type Failure = { ctx?: { response?: unknown }; error?: Error };
type Item = { text: string; undo?: string; tone?: string };

/** The place of toasts. Anything may say one: dispatch `toasts` on window with { items: [{ text, undo, tone }] }, or answer
 * an htmx request with Django messages (the middleware does the rest). It also says when the connection is lost.
 *
 * <ul class="toasts" aria-live="polite" data-controller="toasts" data-action="toasts@window->toasts#show" …></ul>
 */
export default class Toasts extends Controller<HTMLElement> {
  static values = { token: String, undo: String, dismiss: String, failed: String, offline: String };
  declare tokenValue: string;
  declare undoValue: string;
  declare dismissValue: string;
  declare failedValue: string;
  declare offlineValue: string;

  connect() {
    addEventListener("offline", this.offline);
    addEventListener("htmx:error", this.offline);
    addEventListener("toasts:failed", this.failed);
  }

  disconnect() {
    removeEventListener("offline", this.offline);
    removeEventListener("htmx:error", this.offline);
    removeEventListener("toasts:failed", this.failed);
  }

  show({ detail }: CustomEvent<{ items: Item[] }>) {
    for (const item of detail.items) if (!this.isShown(item)) this.element.append(this.draw(item));
  }

  /** Two requests that cross may both bring the same message: it was said once. */
  private isShown({ text, undo }: Item) {
    return [...this.element.children].some((toast) => {
      const fresh = performance.now() - Number((toast as HTMLElement).dataset.at) < 2000;
      return fresh && toast.querySelector("p")?.textContent === text && (toast.querySelector("form")?.getAttribute("action") ?? undefined) === undo;
    });
  }

  private failed = () => this.element.append(this.draw({ text: this.failedValue, tone: "bad" }));

  /** The connection is lost, or the server does not answer. A request that the page itself gave up is neither. */
  private offline = (event: Event) => {
    const { ctx, error } = (event as CustomEvent<Failure>).detail ?? {};
    const unanswered = ctx && !ctx.response && error?.name !== "AbortError";
    if (this.element.querySelector(".toast.offline") || (navigator.onLine && !unanswered)) return;
    this.element.append(this.draw({ text: this.offlineValue, tone: "bad offline" }));
  };

  private draw({ text, undo, tone }: Item) {
    const toast = document.createElement("li");
    toast.className = `toast ${tone ?? ""}`;
    toast.dataset.controller = "toast";
    toast.dataset.at = String(performance.now());
    toast.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (undo) {
      const form = Object.assign(document.createElement("form"), { method: "post", action: undo });
      form.dataset.action = "submit->toast#undo";
      const token = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: this.tokenValue });
      form.append(token, this.button(this.undoValue, "submit"));
      toast.append(form);
    }
    const close = this.button(this.dismissValue, "button");
    close.dataset.action = "toast#dismiss";
    toast.append(close);
    return toast;
  }

  private button(label: string, type: "submit" | "button") {
    return Object.assign(document.createElement("button"), { type, className: "button small", textContent: label });
  }
}
