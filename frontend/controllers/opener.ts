import { Controller } from "@hotwired/stimulus";

/** A link to a page that opens as a drawer where there is script.
 *
 * <a href="/page/" data-controller="opener" data-action="opener#open" data-opener-id-value="drawer">…</a>
 */
export default class Opener extends Controller<HTMLAnchorElement> {
  static values = { id: String };
  declare idValue: string;

  open(event: MouseEvent) {
    const dialog = document.getElementById(this.idValue);
    if (!(dialog instanceof HTMLDialogElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  }
}
