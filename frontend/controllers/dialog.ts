import { Controller } from "@hotwired/stimulus";

/** A dialog or a drawer. Buttons open it without script (command="show-modal" commandfor="id"); this adds a click beside it
 * to close, content fetched at the first opening, and closing when a form inside was accepted.
 *
 * <dialog id="d" class="drawer" data-controller="dialog" data-dialog-src-value="/…" ><div id="d-body">…</div></dialog>
 * A response with the header HX-Trigger: dialog:close closes the dialog that asked for it.
 */
export default class Dialog extends Controller<HTMLDialogElement> {
  static values = { src: String };
  declare srcValue: string;

  connect() {
    this.element.addEventListener("click", this.beside);
    this.element.addEventListener("dialog:close", this.close);
    this.element.addEventListener("toggle", this.toggled as EventListener);
    this.element.addEventListener("dialog:open", this.open);
  }

  disconnect() {
    this.element.removeEventListener("click", this.beside);
    this.element.removeEventListener("dialog:close", this.close);
    this.element.removeEventListener("toggle", this.toggled as EventListener);
    this.element.removeEventListener("dialog:open", this.open);
  }

  open = () => {
    if (!this.element.open) this.element.showModal();
  };

  close = () => this.element.close();

  private beside = (event: MouseEvent) => {
    if (event.target !== this.element) return;
    const box = this.element.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.element.close();
  };

  private toggled = (event: ToggleEvent) => {
    if (event.newState !== "open" || !this.srcValue || event.target !== this.element) return;
    void window.htmx.ajax("GET", this.srcValue, { target: `#${this.element.id}-body`, swap: "innerHTML" });
  };
}
