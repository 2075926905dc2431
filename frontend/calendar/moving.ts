import type { Config } from "./types";
import { url } from "./drawing";

type Moved = { text: string; undo: string; status: string };

export function say(text: string, undo = "", tone = "ok") {
  window.dispatchEvent(new CustomEvent("toasts", { detail: { items: [{ text, undo, tone }] } }));
}

/** Asks the server to move a post. Gives what was done, or the sentence that says why not. */
export async function send(config: Config, id: number, fields: Record<string, string>): Promise<Moved | string> {
  const token = document.querySelector<HTMLInputElement>("#move-form [name=csrfmiddlewaretoken]")?.value ?? "";
  const options = { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token }, body: new URLSearchParams(fields) };
  const answer = await fetch(url(config.move, id), options).catch(() => null);
  const found = await answer?.json().catch(() => null);
  if (answer?.ok && found) return found as Moved;
  return (found as { error?: string } | null)?.error ?? config.words.unmoved;
}

/** The dialog that moves a post without a pointer. */
export function dialog(config: Config, moved: () => void) {
  const form = document.getElementById("move-form") as HTMLFormElement;
  const box = document.getElementById("move") as HTMLDialogElement;
  const when = document.getElementById("move-when") as HTMLInputElement;
  const error = document.getElementById("move-error")!;
  let id = 0;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send(config, id, { when: when.value });
    error.hidden = typeof answer !== "string";
    if (typeof answer === "string") return void (error.textContent = answer);
    box.close();
    say(answer.text, answer.undo);
    moved();
  });
  return (button: HTMLButtonElement) => {
    id = Number(button.dataset.move);
    when.value = button.dataset.when ?? "";
    document.getElementById("move-title")!.textContent = button.dataset.title ?? "";
    error.hidden = true;
    box.showModal();
    when.focus();
  };
}
