import { Controller } from "@hotwired/stimulus";

/** Keys declared by the page. A key clicks the first visible element that names it; j and k walk a list. Never while typing.
 *
 * <main data-controller="shortcuts">
 *   <ul data-shortcuts-list><li><a data-shortcuts-item href="…">…</a></li></ul>
 *   <button data-key="e">Close <kbd>E</kbd></button>
 *   <button data-key="mod+Enter">Reply</button>      also works while typing
 *   <li data-shortcuts-row>…<button data-key="l">Lead</button></li>      only while the focus is in this row
 * </main>
 */
export default class Shortcuts extends Controller<HTMLElement> {
  connect() {
    addEventListener("keydown", this.pressed);
  }

  disconnect() {
    removeEventListener("keydown", this.pressed);
  }

  private pressed = (event: KeyboardEvent) => {
    const typing = (event.target as HTMLElement).closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    const held = event.ctrlKey || event.metaKey;
    if (event.altKey || event.defaultPrevented || document.querySelector("dialog:modal") || (typing && !held)) return;
    if (!held && (event.key === "j" || event.key === "k")) return this.walk(event, event.key === "j" ? 1 : -1);
    const name = CSS.escape(`${held ? "mod+" : ""}${event.key}`);
    const here = document.activeElement?.closest("[data-shortcuts-row]");
    const mine = (each: HTMLElement) => each.checkVisibility() && [null, here].includes(each.closest("[data-shortcuts-row]"));
    const found = [...this.element.querySelectorAll<HTMLElement>(`[data-key="${name}"]`)].find(mine);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=checkbox]), textarea, select")) found.focus();
    else found.click();
  };

  private walk(event: KeyboardEvent, step: number) {
    const items = [...this.element.querySelectorAll<HTMLElement>("[data-shortcuts-item]")];
    if (!items.length) return;
    const now = items.findIndex((item) => item === document.activeElement || item.hasAttribute("aria-current") || item.ariaSelected === "true");
    const next = items[Math.max(0, Math.min(items.length - 1, now + step))];
    event.preventDefault();
    next?.focus();
    if (next?.hasAttribute("data-shortcuts-open")) next.click();
  }
}
