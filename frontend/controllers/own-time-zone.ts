import { Controller } from "@hotwired/stimulus";

/** Chooses the time zone of the person's machine, unless they have chosen already.
 *
 * <div data-controller="own-time-zone"><select name="time_zone">…</select></div>
 */
export default class OwnTimeZone extends Controller<HTMLElement> {
  connect() {
    const select = this.element.querySelector("select");
    if (!select || document.querySelector("[aria-invalid]")) return; // a form that comes back keeps what was chosen
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // Browsers that hide where one is say UTC, which is a worse guess than ours.
    if (zone === "UTC") return;
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
}
