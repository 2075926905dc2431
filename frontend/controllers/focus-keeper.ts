import { Controller } from "@hotwired/stimulus";

/** When what has the focus is replaced, the focus goes to what took its place, else to the part that was replaced: never back to the top.
 *
 * <html data-controller="focus-keeper">
 */
export default class FocusKeeper extends Controller<HTMLElement> {
  private last?: HTMLElement;
  private around: string[] = [];

  connect() {
    document.addEventListener("focusin", this.came);
    document.addEventListener("focusout", this.left);
    document.addEventListener("htmx:after:swap", this.keep);
  }

  disconnect() {
    document.removeEventListener("focusin", this.came);
    document.removeEventListener("focusout", this.left);
    document.removeEventListener("htmx:after:swap", this.keep);
  }

  private came = ({ target }: FocusEvent) => {
    this.last = target as HTMLElement;
    this.around = [];
    for (let each = this.last.parentElement; each; each = each.parentElement) if (each.id) this.around.push(each.id);
  };

  /** The person left by themselves: what they left was not taken away. */
  private left = () => setTimeout(() => {
    if (document.activeElement === document.body && this.last?.isConnected) this.last = undefined;
  });

  private keep = () => requestAnimationFrame(() => {
    if (!this.last || this.last.isConnected || document.activeElement !== document.body) return;
    const place = this.around.map((id) => document.getElementById(id)).find((each) => each?.checkVisibility());
    const next = this.twin(place ?? document.body) ?? place;
    if (!next) return;
    if (next === place && next.tabIndex < 0) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  });

  /** The same control in what came: by its id, its key, its name and value, its address, or its words. */
  private twin(place: HTMLElement) {
    const { id, dataset } = this.last!;
    const same = (name: string) => {
      const value = this.last!.getAttribute(name);
      return value ? `[${name}="${CSS.escape(value)}"]` : "";
    };
    const wanted = [id && `#${CSS.escape(id)}`, dataset.key && same("data-key"), same("name") && same("name") + same("value"), same("href"), same("formaction"), same("title")];
    const found = wanted.filter(Boolean).map((selector) => place.querySelector<HTMLElement>(selector as string));
    const words = this.last!.textContent?.trim();
    const alike = words ? [...place.querySelectorAll<HTMLElement>(this.last!.localName)].find((each) => each.textContent?.trim() === words) : undefined;
    return [...found, alike].find((each) => each?.checkVisibility());
  }
}
