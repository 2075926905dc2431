import { Controller } from "@hotwired/stimulus";

/** Chooses the time zone of the person's machine, unless they have chosen already.
 *
 * <div data-controller="own-time-zone"><select name="time_zone">…</select></div>
 */
export default class OwnTimeZone extends Controller<HTMLElement> {
  connect() {
    const select = this.element.querySelector("select");
    if (!select || select.getAttribute("aria-invalid") || this.element.querySelector("[data-touched]")) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
