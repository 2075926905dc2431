import { Controller } from "@hotwired/stimulus";

/** Asks before an act that changes the world outside (publish now, delete on the network, send). What can be undone never asks.
 *
 * <form method="post" data-controller="confirm-outside-world" data-action="confirm-outside-world#ask"
 *   data-confirm-outside-world-dialog-value="publish-now">
 * <c-dialog id="publish-now" title="…">… <button data-confirmed>Publish</button></c-dialog>
 */
export default class ConfirmOutsideWorld extends Controller<HTMLFormElement> {
  static values = { dialog: String };
  declare dialogValue: string;
  private agreed = false;

  ask(event: SubmitEvent) {
    const dialog = document.getElementById(this.dialogValue);
    if (this.agreed || !(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter as HTMLElement | null;
    const yes = dialog.querySelector<HTMLElement>("[data-confirmed]");
    const agree = () => {
      this.agreed = true;
      dialog.close();
      this.element.requestSubmit(submitter);
      this.agreed = false;
    };
    yes?.addEventListener("click", agree, { once: true });
    dialog.addEventListener("close", () => yes?.removeEventListener("click", agree), { once: true });
    dialog.showModal();
  }
}
