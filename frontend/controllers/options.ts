import { Controller } from "@hotwired/stimulus";

/** Writes the network's own options, each with `data-option`, as one JSON value of the form.
 *
 * <div data-controller="options" data-action="change->options#write"><input type="hidden" name="…" data-options-target="value">
 *   <select data-option="visibility">…</select></div>
 */
export default class Options extends Controller<HTMLElement> {
  static targets = ["value"];
  declare valueTarget: HTMLInputElement;

  write() {
    const fields = [...this.element.querySelectorAll<HTMLInputElement | HTMLSelectElement>("[data-option]")];
    const chosen = fields.filter((field) => field.value !== "").map((field) => [field.dataset.option ?? "", field.value]);
    this.valueTarget.value = JSON.stringify(Object.fromEntries(chosen.sort(([one], [other]) => (one! < other! ? -1 : 1))));
  }
}
