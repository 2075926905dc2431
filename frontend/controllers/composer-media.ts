import { Controller } from "@hotwired/stimulus";

type Asset = { id: number; title: string; alt: string; kind: string; file: string; thumbnail: string; width: number; height: number };
type Item = { asset: Asset; crop: number[] | null; alt: string };

/** The files of the idea and of each network: their order, their words, their crop. Each list writes the hidden field of its name.
 *
 * <form data-controller="composer-media"> <input type="hidden" name="media"> <div data-media-list="media" data-items="[…]"></div> </form>
 * Uses <template id="media-item">. Takes files from `uploader:added` and from the library (`composer-media#pick`, in a drawer).
 */
export default class ComposerMedia extends Controller<HTMLFormElement> {
  private lists = new Map<string, Item[]>();

  connect() {
    for (const place of this.places) this.lists.set(place.dataset.mediaList!, JSON.parse(place.dataset.items || "[]") as Item[]);
    for (const place of this.places) this.draw(place);
    document.addEventListener("click", this.picked);
    window.addEventListener("cropper:cropped", this.cropped);
  }

  disconnect() {
    document.removeEventListener("click", this.picked);
    window.removeEventListener("cropper:cropped", this.cropped);
  }

  added(event: CustomEvent<Asset>) {
    this.add(event.detail);
  }

  /** A network's own files begin as those of the idea. */
  own(event: Event) {
    const name = (event.target as HTMLInputElement).name.replace("own_media", "media");
    const place = this.place(name);
    if (!place) return;
    if (!(event.target as HTMLInputElement).checked) this.lists.set(name, structuredClone(this.lists.get("media") ?? []));
    this.write(place);
    this.draw(place);
  }

  private picked = (event: MouseEvent) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-action~='composer-media#pick']");
    if (!button) return;
    const { id, title, alt, kind, file, thumbnail, width, height } = button.dataset as Record<string, string>;
    this.add({ id: Number(id), title: title!, alt: alt!, kind: kind!, file: file!, thumbnail: thumbnail!, width: Number(width), height: Number(height) });
    button.closest("dialog")?.close();
  };

  /** To the network whose own list is open on screen, else to the idea. */
  private add(asset: Asset) {
    const open = this.places.find((place) => place.dataset.mediaList !== "media" && this.isOwn(place) && !place.closest("[hidden]"));
    const place = open ?? this.place("media")!;
    this.change(place, (items) => items.push({ asset, crop: null, alt: "" }));
  }

  private cropped = (event: Event) => {
    const { list, at, crop } = (event as CustomEvent<{ list: string; at: number; crop: number[] | null }>).detail;
    const place = this.place(list);
    if (place) this.change(place, (items) => (items[at]!.crop = crop));
  };

  private change(place: HTMLElement, act: (items: Item[]) => unknown) {
    act(this.lists.get(place.dataset.mediaList!)!);
    this.write(place);
    this.draw(place);
    if (place.dataset.mediaList === "media") this.follow();
  }

  /** Networks without files of their own show those of the idea, and keep the crops they gave them. */
  private follow() {
    for (const place of this.places.filter((each) => each.dataset.mediaList !== "media" && !this.isOwn(each))) {
      const crops = new Map((this.lists.get(place.dataset.mediaList!) ?? []).map((item) => [item.asset.id, item.crop]));
      const items = structuredClone(this.lists.get("media")!).map((item) => ({ ...item, crop: crops.get(item.asset.id) ?? item.crop }));
      this.lists.set(place.dataset.mediaList!, items);
      this.draw(place);
    }
  }

  private write(place: HTMLElement) {
    const name = place.dataset.mediaList!;
    const field = this.element.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
    const items = name === "media" || this.isOwn(place) ? this.lists.get(name)! : this.lists.get(name)!.filter((item) => item.crop);
    field.value = JSON.stringify(items.map(({ asset, crop, alt }) => ({ asset: asset.id, crop, alt })));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  private draw(place: HTMLElement) {
    const items = this.lists.get(place.dataset.mediaList!)!;
    const inherits = place.dataset.mediaList !== "media" && !this.isOwn(place);
    place.replaceChildren(...items.map((item, at) => this.row(place, item, at, items.length, inherits)));
  }

  private row(place: HTMLElement, item: Item, at: number, count: number, inherits: boolean) {
    const row = (document.getElementById("media-item") as HTMLTemplateElement).content.firstElementChild!.cloneNode(true) as HTMLElement;
    const part = (name: string) => row.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
    this.picture(row.querySelector("svg")!, item);
    row.querySelector(".media-name")!.textContent = item.asset.title;
    const alt = part("alt") as HTMLTextAreaElement;
    alt.value = item.alt || item.asset.alt;
    alt.readOnly = inherits;
    alt.hidden = item.asset.kind === "video";
    alt.addEventListener("input", (event) => (event.stopPropagation(), (item.alt = alt.value), this.write(place), this.follow()));
    const act = (name: string, allowed: boolean, does: () => void) => {
      part(name).hidden = !allowed;
      part(name).addEventListener("click", does);
    };
    act("crop", item.asset.kind === "image", () => this.crop(place, item, at));
    act("earlier", !inherits && at > 0, () => this.change(place, (items) => items.splice(at - 1, 0, ...items.splice(at, 1))));
    act("later", !inherits && at < count - 1, () => this.change(place, (items) => items.splice(at + 1, 0, ...items.splice(at, 1))));
    act("remove", !inherits, () => this.change(place, (items) => items.splice(at, 1)));
    return row;
  }

  /** The part that is kept, drawn by an SVG window on the image: no style is needed. */
  private picture(svg: SVGSVGElement, { asset, crop }: Item) {
    const [left, top, width, height] = crop ?? [0, 0, 1, 1];
    svg.setAttribute("viewBox", [left! * asset.width, top! * asset.height, width! * asset.width, height! * asset.height].join(" "));
    const image = svg.querySelector("image")!;
    if (asset.thumbnail) image.setAttribute("href", asset.thumbnail);
    image.setAttribute("width", String(asset.width));
    image.setAttribute("height", String(asset.height));
    image.setAttribute("preserveAspectRatio", "none");
  }

  private crop(place: HTMLElement, item: Item, at: number) {
    const ratios = JSON.parse(place.dataset.ratios || "[]") as string[];
    const detail = { list: place.dataset.mediaList, at, crop: item.crop, asset: item.asset, ratios };
    window.dispatchEvent(new CustomEvent("cropper:open", { detail }));
  }

  private isOwn(place: HTMLElement) {
    const name = place.dataset.mediaList!.replace(".media", ".own_media");
    return this.element.querySelector<HTMLInputElement>(`input[type=checkbox][name="${name}"]`)?.checked ?? false;
  }

  private place(name: string) {
    return this.places.find((place) => place.dataset.mediaList === name);
  }

  private get places() {
    return [...this.element.querySelectorAll<HTMLElement>("[data-media-list]")];
  }
}
