import { Controller } from "@hotwired/stimulus";

/** Shows the chosen theme at once; the form then keeps it for the person.
 *
 * <form method="post" action="…" data-controller="theme" data-action="theme#change">
 *   <button name="theme" value="dark">…</button>
 * </form>
 */
export default class Theme extends Controller<HTMLFormElement> {
  change(event: SubmitEvent & { type: "submit" }) {
    const chosen = event.submitter as HTMLButtonElement | null;
    if (!chosen) return;
    event.preventDefault();
    document.documentElement.dataset.theme = chosen.value;
    for (const each of this.element.querySelectorAll("[name=theme]")) each.setAttribute("aria-checked", String(each === chosen));
    const body = new FormData(this.element, chosen);
    void fetch(this.element.action, { method: "POST", body, headers: { Accept: "application/json" } });
    this.element.closest<HTMLElement>("[popover]")?.hidePopover();
  }
}
