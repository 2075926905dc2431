import { Controller } from "@hotwired/stimulus";

/** Tabs inside one page. Without script every panel is shown, one under the other.
 *
 * <div data-controller="tabs">
 *   <div class="tabs" role="tablist" aria-label="…"><button role="tab" id="t1" aria-controls="p1" aria-selected="true">…</button></div>
 *   <section role="tabpanel" id="p1" aria-labelledby="t1">…</section>
 * </div>
 * Dispatches tabs:changed with { panel } on the element.
 */
export default class Tabs extends Controller<HTMLElement> {
  connect() {
    this.element.addEventListener("click", this.clicked);
    this.element.addEventListener("keydown", this.walk);
    this.show(this.tabs.find((tab) => tab.ariaSelected === "true") ?? this.tabs[0]);
  }

  disconnect() {
    this.element.removeEventListener("click", this.clicked);
    this.element.removeEventListener("keydown", this.walk);
  }

  private get tabs() {
    return [...this.element.querySelectorAll<HTMLElement>("[role=tab]")];
  }

  private clicked = (event: MouseEvent) => {
    const tab = (event.target as HTMLElement).closest<HTMLElement>("[role=tab]");
    if (tab) this.show(tab);
  };

  private walk = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const now = this.tabs.indexOf(event.target as HTMLElement);
    if (!step || now < 0) return;
    const next = this.tabs[(now + step + this.tabs.length) % this.tabs.length];
    this.show(next);
    next?.focus();
  };

  private show(chosen?: HTMLElement) {
    for (const tab of this.tabs) {
      tab.ariaSelected = String(tab === chosen);
      tab.tabIndex = tab === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = tab !== chosen;
    }
    this.dispatch("changed", { detail: { panel: chosen?.getAttribute("aria-controls") } });
  }
}
