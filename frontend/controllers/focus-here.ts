import { Controller } from "@hotwired/stimulus";

/** Takes the focus when it appears, so that what it says is read: <div tabindex="-1" role="alert" data-controller="focus-here">. */
export default class FocusHere extends Controller<HTMLElement> {
  connect() {
    this.element.focus();
  }
}
