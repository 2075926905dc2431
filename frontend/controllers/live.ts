import { Controller } from "@hotwired/stimulus";

/** Where somebody presses, writes, chooses, reads what they opened or waits for an answer: what is replaced now is taken from under
 * their hand, and a click may land on what came in its place. */
const IN_USE =
  ":active, textarea:focus, select:focus, input:focus:not([type=checkbox], [type=radio]), dialog[open], .htmx-request";

type Told = { verb: string; subject: string; id: number | null };

/** What happens in the brand, as it happens. Each event is dispatched on window as `live` and `live:<verb>` (`live:post.moved`),
 * and elements that watch it are read again from their page: they need an id.
 *
 * <body data-controller="live" data-live-url-value="/w/…/live/">
 *   <ul id="queue" data-live="post delivery">          any event about a post or a delivery
 *   <div id="task-12" data-live="longtask:12" data-live-src="/w/…/tasks/12/">   one object, from another address
 */
export default class Live extends Controller<HTMLElement> {
  static values = { url: String };
  declare urlValue: string;
  private source?: EventSource;
  private wait = 1000;
  private timer = 0;
  private later = 0;
  private before = false;
  private reading = false;
  private stale = new Set<string>();

  connect() {
    this.open();
    document.addEventListener("visibilitychange", this.refresh);
  }

  disconnect() {
    this.source?.close();
    clearTimeout(this.timer);
    clearTimeout(this.later);
    document.removeEventListener("visibilitychange", this.refresh);
  }

  private open = () => {
    this.source = new EventSource(this.urlValue);
    this.source.onopen = () => {
      this.wait = 1000;
      if (this.before) this.hear({ verb: "live.resumed", subject: "", id: null });
      this.before = true;
    };
    this.source.onmessage = ({ data }) => this.hear(JSON.parse(data) as Told);
    this.source.onerror = () => {
      this.source?.close();
      this.later = window.setTimeout(this.open, this.wait);
      this.wait = Math.min(this.wait * 2, 60000);
    };
  };

  private hear(told: Told) {
    window.dispatchEvent(new CustomEvent("live", { detail: told }));
    window.dispatchEvent(new CustomEvent(`live:${told.verb}`, { detail: told }));
    const kind = told.subject.split(".").at(-1) ?? "";
    const words = new Set([kind, `${kind}:${told.id}`, told.verb.split(".")[0]]);
    const missed = told.verb === "live.resumed"; // something may have happened meanwhile
    for (const element of document.querySelectorAll<HTMLElement>("[data-live][id]"))
      if (missed || element.dataset.live!.split(/\s+/).some((word) => words.has(word))) this.stale.add(element.id);
    if (this.stale.size) this.soon(300);
  }

  /** Reads the page (or each element's own address) once, and replaces only what watches. Nothing moves under a hidden tab, nor what
   * is in use: that is read when it no longer is. One reading at a time, so that no older answer comes after a newer one. */
  private refresh = async () => {
    if (document.hidden || this.reading) return;
    const stale = [...this.stale].map((id) => document.getElementById(id)).filter((each) => each !== null);
    const elements = stale.filter((each) => !inUse(each));
    this.stale = new Set(stale.filter(inUse).map((each) => each.id));
    this.reading = true;
    const groups = Map.groupBy(elements, (each) => each.dataset.liveSrc ?? location.href);
    await Promise.allSettled([...groups].map(([url, group]) => this.read(url, group)));
    this.reading = false;
    if (this.stale.size) this.soon(1000);
  };

  private async read(url: string, group: HTMLElement[]) {
    const answer = await fetch(url, { headers: { "X-Live": "1" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const element of group) {
      const fresh = page.getElementById(element.id);
      if (inUse(element)) this.stale.add(element.id);
      else if (fresh) {
        keepOpen(element, fresh);
        await window.htmx.swap({ target: element, text: fresh.outerHTML, swap: "outerMorph", sourceElement: element });
      }
    }
  }

  private soon(wait: number) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(this.refresh, wait);
  }
}

function inUse(element: HTMLElement): boolean {
  return element.matches(IN_USE) || element.querySelector(IN_USE) !== null;
}

/** What was unfolded stays so: an answer of the server knows nothing of it. */
function keepOpen(element: HTMLElement, fresh: HTMLElement) {
  const unfolded = [element, fresh].map((each) => [each, ...each.querySelectorAll("*")].filter((one) => one.matches("details")));
  const [before, after] = unfolded as [HTMLDetailsElement[], HTMLDetailsElement[]];
  if (before.length === after.length) after.forEach((each, place) => (each.open = before[place]!.open));
}
