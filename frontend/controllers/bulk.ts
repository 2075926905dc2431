import { Controller } from "@hotwired/stimulus";

/** Rows chosen for one act on many.
 *
 * <form method="post" data-controller="bulk"> <input type="checkbox" data-action="bulk#all" aria-label="All">
 *   … <input type="checkbox" name="id" value="12" data-bulk-target="box" data-action="bulk#count"> …
 *   <div class="bulk" data-bulk-target="bar" hidden>Chosen: <span data-bulk-target="number"></span> <button>…</button></div></form>
 */
export default class Bulk extends Controller<HTMLElement> {
  static targets = ["box", "bar", "number"];
  declare boxTargets: HTMLInputElement[];
  declare barTarget: HTMLElement;
  declare hasBarTarget: boolean;
  declare numberTargets: HTMLElement[];

  connect() {
    this.count();
  }

  all(event: Event) {
    for (const box of this.boxTargets) box.checked = (event.target as HTMLInputElement).checked;
    this.count();
  }

  count() {
    const chosen = this.boxTargets.filter((box) => box.checked).length;
    for (const number of this.numberTargets) number.textContent = String(chosen);
    if (this.hasBarTarget) this.barTarget.hidden = chosen === 0;
  }
}
