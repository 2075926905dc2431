import type { Config, Hint, Post } from "./types";

const TONES: Record<string, string> = { approved: "ok", published: "ok", in_review: "warn", changes: "warn", planned: "info" };
const SVG = "http://www.w3.org/2000/svg";

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className = "", text = ""): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(name), { className, textContent: text });
}

function use(sprite: string, id: string, className: string) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  const drawn = document.createElementNS(SVG, "use");
  drawn.setAttribute("href", `${sprite}#${id}`);
  svg.append(drawn);
  return svg;
}

export const url = (pattern: string, id: number) => pattern.replace(/\/0\//, `/${id}/`);
export const fill = (sentence: string, values: Record<string, string | number>) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** Draws what the days hold. Text goes in as text, never as HTML. */
export class Drawing {
  constructor(
    private config: Config,
    private sprite: string,
  ) {}

  post(post: Post, objective = ""): HTMLElement {
    const chip = element("article", `chip o${post.c ?? 0}${post.m && this.config.moves ? " movable" : ""}`);
    const top = element("span", "chip-top");
    top.append(element("span", "num", post.t.slice(11)), ...(post.n ?? []).map((slug) => this.net(slug)));
    top.append(element("span", `tag ${TONES[post.s] ?? ""}`, this.config.statuses[post.s] ?? post.s));
    chip.append(top);
    if (post.x) chip.append(this.trouble(post.x));
    if (post.i && this.config.thumb) {
      const image = element("img", "chip-image");
      chip.append(Object.assign(image, { src: url(this.config.thumb, post.i), alt: "", loading: "lazy", draggable: false }));
    }
    const title = Object.assign(element("a", "chip-title", post.w), { href: url(this.config.post, post.id), draggable: false });
    if (objective) title.title = objective;
    chip.append(title);
    if (post.m && this.config.moves) chip.append(this.mover(post));
    return chip;
  }

  private trouble(words: string) {
    const tag = element("span", "tag bad chip-trouble");
    const icon = use(this.sprite, "triangle-alert", "icon");
    icon.setAttribute("aria-hidden", "true");
    tag.append(icon, words);
    return tag;
  }

  private mover(post: Post) {
    const button = element("button", "chip-move");
    button.type = "button";
    button.dataset.move = String(post.id);
    button.dataset.title = post.w;
    button.dataset.when = post.t;
    const label = fill(this.config.words.move, { title: post.w });
    button.setAttribute("aria-label", label);
    button.title = label;
    const icon = use(this.sprite, "clock", "icon");
    icon.setAttribute("aria-hidden", "true");
    button.append(icon);
    return button;
  }

  private net(slug: string) {
    const [name, colour, drawn] = this.config.marks[slug] ?? [slug, "", false];
    if (!drawn) {
      const letter = element("span", "net", slug.slice(0, 1));
      letter.setAttribute("role", "img");
      letter.setAttribute("aria-label", name);
      return letter;
    }
    const mark = use(this.sprite, `net-${slug}`, "net");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", name);
    mark.setAttribute("color", colour);
    return mark;
  }

  more(day: string, count: number) {
    return Object.assign(element("a", "cal-more", fill(this.config.words.more, { count })), { href: `${this.config.list}&date=${day}` });
  }

  /** The deadlines of a day that are not listed. */
  due(day: string, count: number) {
    const more = element("p", "cal-due");
    more.append(Object.assign(element("a", "", fill(this.config.words.due, { count })), { href: this.config.due + day, draggable: false }));
    return more;
  }

  deadline(kind: "writing" | "approval", id: number, title: string, at: string) {
    const words = `${at.slice(11)} ${fill(this.config.words[kind], { title })}`;
    const due = element("p", "cal-due");
    due.append(Object.assign(element("a", "", words), { href: url(this.config.post, id), draggable: false }));
    return due;
  }

  moment(name: string, kind: string) {
    return Object.assign(element("p", "cal-moment", name), { title: `${name} · ${kind}` });
  }

  hint(hint: Hint) {
    const box = element("p", "cal-hint", `${hint.text} `);
    if (hint.url && hint.act) box.append(Object.assign(element("a", "", hint.act), { href: hint.url }));
    return box;
  }
}
