import { Controller } from "@hotwired/stimulus";

type Answer = { assets: { id: number; title: string }[]; refused: { name: string; reason: string }[] };

/** Sends files one by one with their progress: chosen, dropped or pasted. Each asset that was added is announced by `uploader:added`.
 *
 * <form action="/…/media/files/" data-controller="uploader" data-uploader-limit-value="512000000" data-uploader-too-large-value="…"
 *   data-action="dragover->uploader#over dragleave->uploader#out drop->uploader#drop paste@window->uploader#paste">
 *   <input type="file" name="file" multiple data-uploader-target="input" data-action="uploader#chosen">
 *   <ul data-uploader-target="list" aria-live="polite"></ul>
 * </form>
 */
export default class Uploader extends Controller<HTMLElement> {
  static targets = ["input", "list"];
  static values = { limit: Number, tooLarge: String, failed: String, done: String, url: String };
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare limitValue: number;
  declare tooLargeValue: string;
  declare failedValue: string;
  declare doneValue: string;
  declare urlValue: string;
  private queue: Promise<void> = Promise.resolve();

  chosen() {
    this.take(this.inputTarget.files);
    this.inputTarget.value = "";
  }

  over(event: DragEvent) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.element.dataset.over = "yes";
  }

  out() {
    delete this.element.dataset.over;
  }

  drop(event: DragEvent) {
    this.out();
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.take(event.dataTransfer.files);
  }

  /** Only images: a pasted text belongs to the field where it is pasted. */
  paste(event: ClipboardEvent) {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => /^(image|video)\//.test(file.type));
    if (!files.length) return;
    event.preventDefault();
    this.take(files);
  }

  private take(files: Iterable<File> | FileList | null) {
    for (const file of Array.from((files ?? []) as Iterable<File>)) {
      const line = this.line(file.name);
      if (file.size > this.limitValue) this.say(line, this.tooLargeValue, true);
      else this.queue = this.queue.then(() => this.send(file, line));
    }
  }

  private line(name: string) {
    const line = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = name;
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.setAttribute("aria-label", name);
    line.append(label, progress, document.createElement("span"));
    this.listTarget.append(line);
    return line;
  }

  private say(line: HTMLElement, text: string, bad = false) {
    line.querySelector("progress")?.remove();
    line.lastElementChild!.textContent = text;
    line.classList.toggle("tone-bad", bad);
    if (!bad) setTimeout(() => line.remove(), 4000);
  }

  private send(file: File, line: HTMLElement) {
    return new Promise<void>((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("file", file, file.name);
      request.open("POST", this.urlValue || (this.element as HTMLFormElement).action);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", this.token);
      request.upload.onprogress = ({ loaded, total }) => (line.querySelector("progress")!.value = loaded / total);
      request.onerror = () => (this.say(line, this.failedValue, true), resolve());
      request.onload = () => (this.answered(request, line), resolve());
      request.send(body);
    });
  }

  private answered(request: XMLHttpRequest, line: HTMLElement) {
    let answer: Answer;
    try {
      answer = JSON.parse(request.responseText) as Answer;
    } catch {
      return this.say(line, request.status === 413 ? this.tooLargeValue : this.failedValue, true);
    }
    for (const asset of answer.assets) this.dispatch("added", { detail: asset });
    const refused = answer.refused[0];
    this.say(line, refused ? refused.reason : this.doneValue, Boolean(refused));
  }

  private get token() {
    return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }
}
