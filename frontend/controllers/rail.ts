import { Controller } from "@hotwired/stimulus";

/** The button that shows the navigation on a narrow screen.
 *
 * <button aria-controls="rail" aria-expanded="false" data-controller="rail" data-action="rail#toggle">…</button>
 */
export default class Rail extends Controller<HTMLElement> {
  toggle() {
    this.show(this.element.getAttribute("aria-expanded") !== "true");
  }

  close() {
    if (this.element.getAttribute("aria-expanded") === "true") this.show(false);
  }

  private show(open: boolean) {
    this.element.setAttribute("aria-expanded", String(open));
    document.getElementById(this.element.getAttribute("aria-controls")!)?.classList.toggle("open", open);
    document.getElementById("main")!.inert = open;
  }
}
