import { Controller } from "@hotwired/stimulus";

/** <button data-controller="clipboard" data-action="clipboard#copy" data-clipboard-text-value="…" data-clipboard-done-value="Copied">
 *   <span data-clipboard-target="label">Copy</span></button>
 */
export default class Clipboard extends Controller<HTMLElement> {
  static targets = ["label"];
  static values = { text: String, done: String };
  declare labelTarget: HTMLElement;
  declare textValue: string;
  declare doneValue: string;

  async copy() {
    await navigator.clipboard.writeText(this.textValue);
    const before = this.labelTarget.textContent;
    this.labelTarget.textContent = this.doneValue;
    setTimeout(() => (this.labelTarget.textContent = before), 2000);
  }
}
