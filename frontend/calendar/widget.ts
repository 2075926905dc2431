import { Calendar, type EventApi, type EventInput } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import fr from "fullcalendar/locales/fr";
import { Drawing, element, fill } from "./drawing";
import { dialog, say, send } from "./moving";
import type { Config, Days, Hint } from "./types";

const iso = (day: Date) => day.toISOString().slice(0, 10);

/** FullCalendar on the days of the page, in the brand's clock: times have no offset and are taken for UTC, so that no browser's
 * zone and no change of clocks moves them. The server alone knows zones.
 */
export function widget(place: HTMLElement, table: HTMLElement, config: Config) {
  const drawing = new Drawing(config, place.dataset.icons ?? "");
  const calendar = new Calendar(place, {
    plugins: [dayGrid, interaction],
    locales: [fr],
    locale: document.documentElement.lang,
    timeZone: "UTC",
    firstDay: 1,
    headerToolbar: false,
    initialDate: config.start,
    now: `${config.today}T12:00:00`,
    initialView: "days",
    views: { days: { type: "dayGrid", visibleRange: { start: config.start, end: config.end } } },
    height: "auto",
    eventDisplay: "block",
    eventInteractive: false,
    eventOrder: "rank,start,title",
    eventOrderStrict: true,
    eventDurationEditable: false,
    longPressDelay: 400,
    dragScroll: true,
    className: "cal-widget",
    tableClass: "cal-grid",
    dayHeaderClass: "cal-weekday",
    dayHeaderInnerClass: "cal-weekday-inner",
    dayHeaderContent: (info) => ({ domNodes: config.view === "week" ? weekHeader(config, info.date) : [document.createTextNode(weekday(info.date))] }),
    dayRowClass: "cal-row",
    dayCellClass: (info) => `cal-cell${iso(info.date) === config.today ? " today" : ""}${outside(config, info.date) ? " outside" : ""}`,
    dayCellDidMount: (info) => reveal(info.el),
    dayHeaderDidMount: (info) => reveal(info.el),
    dayCellTopClass: "cal-cell-top",
    dayCellTopContent: (info) => ({ domNodes: dayTop(config, info.date) }),
    eventClass: (info) => `cal-event${info.isDragging ? " dragging" : ""}`,
    highlightClass: "cal-highlight",
    eventContent: (info) => ({ domNodes: [draw(drawing, info.event)] }),
    events: (info, done, failed) => {
      days(config, info.startStr.slice(0, 10), info.endStr.slice(0, 10)).then(done, (error: Error) => {
        say(config.words.failed, "", "bad");
        failed(error);
      });
    },
    eventDrop: async (info) => {
      const answer = await send(config, Number(info.event.id), { day: iso(info.event.start!) });
      if (typeof answer === "string") {
        info.revert();
        return say(answer, "", "bad");
      }
      say(answer.text, answer.undo);
      calendar.refetchEvents();
    },
    dateClick: (info) => {
      const free = !(info.jsEvent.target as HTMLElement).closest(".chip, a, button");
      if (config.new && free && !info.dayEl.querySelector(".chip")) location.assign(newOn(config, info.dateStr.slice(0, 10)));
    },
  });
  table.hidden = true;
  place.hidden = false;
  calendar.render();
  const open = dialog(config, () => calendar.refetchEvents());
  place.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-move]");
    if (button) open(button);
  });
  let timer = 0;
  window.addEventListener("live", (event) => {
    if (!/^(post|live)\./.test((event as CustomEvent<{ verb: string }>).detail.verb)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => calendar.refetchEvents(), 400);
  });
}

/** The library hides a day's top from assistive technology, since the cell is labelled; but ours holds a link. */
const reveal = (day: HTMLElement) => day.querySelectorAll('[aria-hidden="true"]:has(a)').forEach((top) => top.removeAttribute("aria-hidden"));

const outside = (config: Config, day: Date) => config.view === "month" && !iso(day).startsWith(config.month);
const newOn = (config: Config, day: string) => `${config.new}${config.new.includes("?") ? "&" : "?"}publish_at=${day}T09%3A00`;

function dayTop(config: Config, date: Date): Node[] {
  const number = Object.assign(element("time", "cal-number", String(date.getUTCDate())), { dateTime: iso(date) });
  if (!config.new) return [number];
  const words = date.toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" });
  const link = Object.assign(element("a", "cal-new", "+"), { href: newOn(config, iso(date)) });
  link.setAttribute("aria-label", fill(config.words.new, { day: words }));
  return [number, link];
}

const weekday = (date: Date) => date.toLocaleDateString(document.documentElement.lang, { timeZone: "UTC", weekday: "long" });

function weekHeader(config: Config, date: Date): Node[] {
  const [number, link] = dayTop(config, date);
  return [number!, element("span", "", weekday(date)), ...(link ? [link] : [])];
}

/** The events are drawn from what they carry in `draw`. */
function draw(drawing: Drawing, event: EventApi): HTMLElement {
  const [kind, ...rest] = event.extendedProps.draw as [keyof Drawing, ...unknown[]];
  return (drawing[kind] as (...given: unknown[]) => HTMLElement).apply(drawing, rest);
}

export async function read<T>(address: string, start: string, end: string): Promise<T> {
  const answer = await fetch(`${address}&start=${start}&end=${end}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

async function days(config: Config, start: string, end: string): Promise<EventInput[]> {
  const [found, hints] = await Promise.all([
    read<Days>(config.days, start, end),
    read<{ hints: Hint[] }>(config.hints, start, end).catch(() => ({ hints: [] })),
  ]);
  const fixed = { editable: false, allDay: true };
  return [
    ...found.moments.map(([name, from, to, kind]) => ({ ...fixed, start: from, end: to, rank: 0, title: name, draw: ["moment", name, kind] })),
    ...found.deadlines.map((due) => ({ ...fixed, start: due[3].slice(0, 10), rank: 1, title: due[2], draw: ["deadline", ...due] })),
    ...Object.entries(found.due).map(([day, count]) => ({ ...fixed, start: day, rank: 2, title: "", draw: ["due", day, count] })),
    ...hints.hints.map((hint) => ({ ...fixed, start: hint.day, rank: 3, title: hint.text, draw: ["hint", hint] })),
    ...found.posts.map((post) => ({
      id: String(post.id),
      start: post.t,
      end: new Date(Date.parse(`${post.t}Z`) + 60_000).toISOString().slice(0, 16),
      title: post.w,
      rank: 4,
      editable: config.moves && post.m === 1,
      draw: ["post", post, post.o === undefined ? "" : found.objectives[post.o]],
    })),
    ...Object.entries(found.more).map(([day, count]) => ({ ...fixed, start: day, rank: 5, title: String(count), draw: ["more", day, count] })),
  ];
}
