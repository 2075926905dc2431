import { Controller } from "@hotwired/stimulus";

/** Warns before leaving a form whose answers were changed and not sent.
 *
 * <form data-controller="dirty-form">…</form>
 */
export default class DirtyForm extends Controller<HTMLFormElement> {
  private before = "";

  connect() {
    this.before = this.content;
    addEventListener("beforeunload", this.leaving);
    this.element.addEventListener("submit", this.sent);
  }

  disconnect() {
    removeEventListener("beforeunload", this.leaving);
    this.element.removeEventListener("submit", this.sent);
  }

  private get content() {
    return [...new FormData(this.element)].map(([name, value]) => `${name}=${value instanceof File ? value.name : value}`).join("&");
  }

  private sent = () => removeEventListener("beforeunload", this.leaving);

  private leaving = (event: BeforeUnloadEvent) => {
    if (this.content !== this.before) event.preventDefault();
  };
}
