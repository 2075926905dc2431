import { Controller } from "@hotwired/stimulus";

type Asked = { list: string; at: number; crop: number[] | null; asset: { file: string; width: number; height: number }; ratios: string[] };
type Box = { x: number; y: number; w: number; h: number };

const USUAL = ["1:1", "4:5", "16:9", "1.91:1"];
const SMALLEST = 0.05;

/** A frame over an image, in shares of it: dragged, moved with arrows, resized with + and - or its corner, held to a ratio.
 *
 * Opened by `cropper:open` on window; answers with `cropper:cropped` { list, at, crop } (null: the whole image).
 */
export default class Cropper extends Controller<HTMLElement> {
  static targets = ["stage", "image", "veil", "frame", "handle", "ratios", "said"];
  static values = { whole: String, free: String };
  declare stageTarget: SVGSVGElement;
  declare imageTarget: SVGImageElement;
  declare veilTarget: SVGPathElement;
  declare frameTarget: SVGRectElement;
  declare handleTarget: SVGRectElement;
  declare ratiosTarget: HTMLElement;
  declare saidTarget: HTMLElement;
  declare wholeValue: string;
  declare freeValue: string;
  private asked!: Asked;
  private box: Box = { x: 0, y: 0, w: 1, h: 1 };
  private ratio = 0;
  private grip: { x: number; y: number; box: Box; resize: boolean } | null = null;

  open(event: CustomEvent<Asked>) {
    this.asked = event.detail;
    const [x, y, w, h] = this.asked.crop ?? [0, 0, 1, 1];
    this.box = { x: x!, y: y!, w: w!, h: h! };
    this.ratio = 0;
    const { width, height, file } = this.asked.asset;
    this.stageTarget.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (const [name, value] of Object.entries({ href: file, width, height })) this.imageTarget.setAttribute(name, String(value));
    this.buttons();
    this.draw();
    (this.element.closest("dialog") as HTMLDialogElement).showModal();
    this.stageTarget.focus();
  }

  apply() {
    const { x, y, w, h } = this.box;
    const all = w > 0.999 && h > 0.999;
    this.answer(all ? null : [x, y, w, h].map((share) => Math.round(share * 1e5) / 1e5));
  }

  whole() {
    this.answer(null);
  }

  grab(event: PointerEvent) {
    this.stageTarget.setPointerCapture(event.pointerId);
    const { x, y } = this.at(event);
    this.grip = { x, y, box: { ...this.box }, resize: event.target === this.handleTarget };
  }

  drag(event: PointerEvent) {
    if (!this.grip) return;
    const { x, y } = this.at(event);
    const { box, resize } = this.grip;
    if (resize) this.size(box.w + x - this.grip.x, box.h + y - this.grip.y);
    else this.move(box.x + x - this.grip.x, box.y + y - this.grip.y);
  }

  drop() {
    this.grip = null;
  }

  key(event: KeyboardEvent) {
    const step = event.shiftKey ? 0.1 : 0.01;
    const moves: Record<string, [number, number]> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    if (move) this.move(this.box.x + move[0], this.box.y + move[1]);
    else if (["+", "="].includes(event.key)) this.size(this.box.w * 1.05, this.box.h * 1.05);
    else if (event.key === "-") this.size(this.box.w / 1.05, this.box.h / 1.05);
    else if (event.key === "Enter") this.apply();
    else return;
    event.preventDefault();
  }

  private answer(crop: number[] | null) {
    const { list, at } = this.asked;
    window.dispatchEvent(new CustomEvent("cropper:cropped", { detail: { list, at, crop } }));
    (this.element.closest("dialog") as HTMLDialogElement).close();
  }

  private buttons() {
    const names = [...new Set([...this.asked.ratios, ...USUAL])];
    const made = [["", this.freeValue] as const, ...names.map((name) => [name, name] as const)].map(([value, text]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button small";
      button.textContent = text;
      button.ariaPressed = String(value === "");
      button.addEventListener("click", () => this.hold(value, button));
      return button;
    });
    this.ratiosTarget.replaceChildren(...made);
  }

  private hold(name: string, chosen: HTMLButtonElement) {
    for (const button of this.ratiosTarget.children) button.ariaPressed = String(button === chosen);
    const [across, down] = name.split(":").map(Number);
    this.ratio = name ? across! / (down || 1) : 0;
    if (!this.ratio) return;
    const actual = this.asked.asset.width / this.asked.asset.height;
    const w = Math.min(1, this.ratio / actual);
    const h = Math.min(1, actual / this.ratio);
    this.box = { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
    this.draw();
  }

  private move(x: number, y: number) {
    this.box.x = Math.min(Math.max(0, x), 1 - this.box.w);
    this.box.y = Math.min(Math.max(0, y), 1 - this.box.h);
    this.draw();
  }

  private size(width: number, height: number) {
    const { x, y } = this.box;
    let w = Math.min(Math.max(SMALLEST, width), 1 - x);
    let h = Math.min(Math.max(SMALLEST, height), 1 - y);
    if (this.ratio) {
      const shares = this.ratio / (this.asked.asset.width / this.asked.asset.height);
      w = Math.min(w, (1 - y) * shares);
      h = w / shares;
    }
    this.box = { x, y, w, h };
    this.draw();
  }

  private draw() {
    const { width, height } = this.asked.asset;
    const [x, y, w, h] = [this.box.x * width, this.box.y * height, this.box.w * width, this.box.h * height];
    this.veilTarget.setAttribute("d", `M0 0H${width}V${height}H0Z M${x} ${y}V${y + h}H${x + w}V${y}Z`);
    this.put(this.frameTarget, x, y, w, h);
    const grip = Math.max(width, height) / 30;
    this.put(this.handleTarget, x + w - grip, y + h - grip, grip, grip);
    this.saidTarget.textContent = `${Math.round(w)} × ${Math.round(h)} px`;
  }

  private put(rect: SVGRectElement, x: number, y: number, width: number, height: number) {
    for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, String(value));
  }

  /** The pointer in shares of the image. */
  private at(event: PointerEvent) {
    const matrix = this.stageTarget.getScreenCTM();
    if (!matrix) return { x: 0, y: 0 };
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x: point.x / this.asked.asset.width, y: point.y / this.asked.asset.height };
  }
}
