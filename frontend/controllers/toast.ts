import { Controller } from "@hotwired/stimulus";

/** One toast. It stays while it is hovered or holds the focus; its undo is a form that POSTs, then the page is read again.
 *
 * <li class="toast" data-controller="toast"><p>…</p>
 *   <form method="post" action="/undo" data-action="submit->toast#undo">…</form>
 *   <button data-action="toast#dismiss">…</button></li>
 */
export default class Toast extends Controller<HTMLElement> {
  private left = 0;

  connect() {
    if (this.element.classList.contains("bad")) return; // bad news stays until it is dismissed
    this.left = window.setInterval(this.age, this.element.querySelector("form") ? 12000 : 6000);
  }

  disconnect() {
    clearInterval(this.left);
  }

  private age = () => {
    if (!this.element.matches(":hover, :focus-within")) this.dismiss();
  };

  dismiss() {
    this.element.remove();
  }

  async undo(event: SubmitEvent) {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (answer?.ok) location.reload();
    else {
      this.element.classList.add("bad");
      this.dispatch("failed", { prefix: "toasts" });
      this.dismiss();
    }
  }
}
