import { Controller } from "@hotwired/stimulus";

/** Shows and hides a part of the page (for a plain section, prefer <details>).
 *
 * <div data-controller="disclosure"><button data-action="disclosure#toggle" aria-expanded="false" aria-controls="x">…</button>
 *   <div id="x" data-disclosure-target="part" hidden>…</div></div>
 */
export default class Disclosure extends Controller<HTMLElement> {
  static targets = ["part"];
  declare partTarget: HTMLElement;

  toggle(event: Event) {
    this.partTarget.hidden = !this.partTarget.hidden;
    (event.currentTarget as HTMLElement).setAttribute("aria-expanded", String(!this.partTarget.hidden));
    if (!this.partTarget.hidden) this.partTarget.querySelector<HTMLElement>("input, textarea, select, a, button")?.focus();
  }
}
