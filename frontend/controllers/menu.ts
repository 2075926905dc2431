import { Controller } from "@hotwired/stimulus";

/** A menu that opens under its button and is walked with the arrow keys. The browser opens and closes it.
 *
 * <button popovertarget="m" aria-expanded="false">…</button>
 * <div id="m" class="menu" popover role="menu" data-controller="menu"><a role="menuitem">…</a></div>
 */
export default class Menu extends Controller<HTMLElement> {
  connect() {
    this.element.addEventListener("toggle", this.toggled as EventListener);
    this.element.addEventListener("keydown", this.walk);
  }

  disconnect() {
    this.element.removeEventListener("toggle", this.toggled as EventListener);
    this.element.removeEventListener("keydown", this.walk);
  }

  private get button() {
    return document.querySelector<HTMLElement>(`[popovertarget="${this.element.id}"]`);
  }

  private get items() {
    return [...this.element.querySelectorAll<HTMLElement>("a, button")].filter((item) => item.offsetParent);
  }

  private toggled = (event: ToggleEvent) => {
    const open = event.newState === "open";
    this.button?.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.place();
    this.items[0]?.focus();
  };

  /** Under the button, or above where there is no room; never outside the window. */
  private place() {
    const from = this.button?.getBoundingClientRect();
    if (!from) return;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const below = from.bottom + 4;
    const top = below + height > innerHeight ? Math.max(8, from.top - height - 4) : below;
    this.element.style.top = `${top}px`;
    this.element.style.left = `${Math.max(8, Math.min(from.left, innerWidth - width - 8))}px`;
    this.element.style.minWidth = `${from.width}px`;
  }

  private walk = (event: KeyboardEvent) => {
    const items = this.items;
    const now = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined || !items.length) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  };
}
