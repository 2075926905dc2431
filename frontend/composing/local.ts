export type Sheet = Record<string, string>;
export type Typed = { at: number; values: Sheet; bases: Sheet };

const FOR = 14 * 24 * 3600 * 1000;

/** What was typed and is not saved yet, kept on this machine: it outlives a lost connection, a closed tab and an ended session.
 * `bases` are what the server held under it, so that it never covers what somebody else wrote since.
 */
export class Local {
  constructor(private key: string) {}

  keep(values: Sheet, bases: Sheet) {
    if (!Object.keys(values).length) return this.forget();
    const typed: Typed = { at: Date.now(), values, bases };
    try {
      localStorage.setItem(this.key, JSON.stringify(typed));
    } catch {
      /* no room, or forbidden: the form still holds it */
    }
  }

  read(): Typed | null {
    try {
      const typed = JSON.parse(localStorage.getItem(this.key) ?? "null") as Typed | null;
      return typed && Date.now() - typed.at < FOR ? typed : null;
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      /* there is nothing to forget */
    }
  }
}

/** The token of a page of ours, read anew, and whose page it is; null while nobody is signed in or nothing answers. */
export async function session(address: string): Promise<{ token: string; person: string } | null> {
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLFormElement>("form.composer");
  const token = form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value;
  return token ? { token, person: form?.dataset.composerPersonValue ?? "" } : null;
}
