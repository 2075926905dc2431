import { Controller } from "@hotwired/stimulus";
import { left, tightest, type TextLimit } from "../counting";

/** Counts a network's text as that network counts, while it is typed. The server's count, when it comes, corrects the rest
 * (tagged or short links): it is read from `[data-count="<network>"]`.
 *
 * <div data-controller="counter" data-counter-network-value="…" data-counter-limits-value="[…]" data-counter-hashtags-value="true">
 *   <input type="checkbox" data-counter-target="own"> <textarea data-counter-target="text"></textarea> <output data-counter-target="output"></output>
 * </div>
 */
export default class Counter extends Controller<HTMLElement> {
  static targets = ["own", "text", "output"];
  static values = { network: String, limits: { type: Array, default: [] }, hashtags: Boolean, left: String, over: String, cut: String };
  declare ownTarget: HTMLInputElement;
  declare textTarget: HTMLTextAreaElement;
  declare outputTarget: HTMLElement;
  declare networkValue: string;
  declare limitsValue: TextLimit[];
  declare hashtagsValue: boolean;
  declare leftValue: string;
  declare overValue: string;
  declare cutValue: string;
  private correction = 0;

  connect() {
    this.form.addEventListener("input", this.count);
    this.form.addEventListener("change", this.count);
    window.addEventListener("composer:counted", this.counted);
    this.textTarget.hidden = !this.ownTarget.checked;
    this.counted();
  }

  disconnect() {
    this.form.removeEventListener("input", this.count);
    this.form.removeEventListener("change", this.count);
    window.removeEventListener("composer:counted", this.counted);
  }

  /** A text of its own begins as the text that it had until then. */
  toggle() {
    if (this.ownTarget.checked && !this.textTarget.value) this.textTarget.value = this.inherited;
    this.textTarget.hidden = !this.ownTarget.checked;
    if (this.ownTarget.checked) this.textTarget.focus();
    this.textTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private count = () => {
    const room = this.room;
    if (room === null) return;
    const now = room + this.correction;
    const over = now < 0 ? (this.threaded ? this.cutValue : this.overValue.replace("%s", String(-now))) : "";
    this.outputTarget.textContent = over || this.leftValue.replace("%s", String(now));
    this.outputTarget.classList.toggle("tone-bad", now < 0 && !this.threaded);
  };

  private counted = () => {
    const said = document.querySelector<HTMLElement>(`[data-count="${this.networkValue}"]`)?.dataset.left;
    if (said !== undefined && this.room !== null && !this.threaded) this.correction = Number(said) - this.room;
    this.count();
  };

  /** A text that is too long is cut, so that it is not too long. */
  private get threaded() {
    return this.form.querySelector<HTMLInputElement>(`input[type=checkbox][name="v.${this.networkValue}.thread"]`)?.checked ?? false;
  }

  private get room() {
    const text = (this.ownTarget.checked ? this.textTarget.value : this.inherited).trim();
    const limit = tightest(text, this.limitsValue);
    return limit ? left(text, limit) : null;
  }

  /** The idea's text with its link and hashtags, where it does not have them: as the server adds them. */
  private get inherited() {
    const text = this.idea("text").trim();
    const link = this.idea("link").trim();
    const words = new Set(text.split(/\s+/).map((word) => word.replace(/^[.,;:!?…()]+|[.,;:!?…()]+$/g, "").toLowerCase()));
    const tags = this.idea("hashtags").split(/[\s,;]+/).map((word) => word.replace(/^[#＃.,;]+|[#＃.,;]+$/g, "")).filter(Boolean);
    const missing = [...new Set(tags.map((word) => `#${word}`))].filter((tag) => this.hashtagsValue && !words.has(tag.toLowerCase()));
    return [text, link && !text.includes(link) ? link : "", missing.join(" ")].filter(Boolean).join("\n\n");
  }

  private idea(name: string) {
    return this.form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? "";
  }

  private get form() {
    return this.element.closest("form")!;
  }
}
