import { Controller } from "@hotwired/stimulus";

/** Says in words what the library of passkeys (allauth's script) reports as a document event.
 *
 * <div data-controller="passkey" data-passkey-failed-value="The key was not used…">…</div>
 */
export default class Passkey extends Controller<HTMLElement> {
  static values = { failed: String };
  declare failedValue: string;

  connect() {
    document.addEventListener("allauth.error", this.failed);
  }

  disconnect() {
    document.removeEventListener("allauth.error", this.failed);
  }

  private failed = (event: Event) => {
    event.preventDefault();
    const items = [{ text: this.failedValue, tone: "bad" }];
    window.dispatchEvent(new CustomEvent("toasts", { detail: { items } }));
  };
}
