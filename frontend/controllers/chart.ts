import { Controller } from "@hotwired/stimulus";
import type { ECharts } from "echarts/core";

const LINE = 14; // px between two names
const NARROW = 480; // px: with less, names at the ends of lines would leave no room for the lines

type Named = { at: number; numbers: number[]; name: string };
type Measures = { offsets: number[]; step: number };

/** Draws a chart from the table beside it, in the colours of the theme and the numbers of the reader's language.
 *
 * <figure data-controller="chart" data-chart-kind-value="line"><div data-chart-target="plot"></div><table>…</table></figure>
 * Each cell says its number in `data-value` (empty: missing, a gap). The library is fetched when a chart comes near the window.
 */
export default class Chart extends Controller<HTMLElement> {
  static values = { kind: String, unit: String, digits: Number };
  static targets = ["plot", "legend"];
  declare kindValue: string;
  declare unitValue: string;
  declare digitsValue: number;
  declare plotTarget: HTMLElement;
  declare hasPlotTarget: boolean;
  declare legendTarget: HTMLElement;
  private chart?: ECharts;
  private width = 0;
  private seen?: IntersectionObserver;
  private sized?: ResizeObserver;
  private themed?: MutationObserver;
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  connect() {
    if (!this.hasPlotTarget) return;
    this.seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.start();
    }, { rootMargin: "300px" });
    this.seen.observe(this.plotTarget);
  }

  disconnect() {
    this.seen?.disconnect();
    this.sized?.disconnect();
    this.themed?.disconnect();
    this.dark.removeEventListener("change", this.draw);
    this.chart?.dispose();
    this.chart = undefined;
  }

  private async start() {
    this.seen?.disconnect();
    const { echarts } = await import("../charts/echarts");
    if (this.chart || !this.element.isConnected) return;
    this.plotTarget.classList.toggle("tall", this.kindValue === "bars");
    this.chart = echarts.init(this.plotTarget, null, { renderer: "svg" });
    this.sized = new ResizeObserver(() => {
      this.chart?.resize();
      if (this.plotTarget.clientWidth !== this.width) this.draw();
    });
    this.sized.observe(this.plotTarget);
    this.themed = new MutationObserver(this.draw);
    this.themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.dark.addEventListener("change", this.draw);
    this.draw();
    this.lead();
  }

  private readonly draw = () => {
    this.width = this.plotTarget.clientWidth;
    this.explain();
    this.chart?.setOption(this.option(), true);
    const [here, next] = [0, 1].map((at) => Number(this.chart?.convertToPixel({ xAxisIndex: 0 }, at)));
    const measures = { offsets: this.apart(), step: next! - here! || 0 };
    if (measures.offsets.some(Boolean) || this.hasMarks()) this.chart?.setOption(this.option(measures), true);
  };

  private get named() {
    return this.kindValue === "line" && this.width >= NARROW;
  }

  /** What each colour is, where no line bears its name. */
  private explain() {
    const { series } = this.read();
    this.legendTarget.hidden = this.named || (this.kindValue !== "line" && series.length < 2);
    this.legendTarget.replaceChildren(...series.map(({ name, muted, shade }) => {
      const item = Object.assign(document.createElement("li"), { textContent: name, className: muted ? "dashed" : "" });
      item.style.setProperty("--shade", `var(--${shade})`);
      return item;
    }));
  }

  /** A click anywhere above a point opens what its table leads to. */
  private lead() {
    const links = [...this.element.querySelectorAll<HTMLAnchorElement>("tbody th a")];
    if (!links.length || !this.chart) return;
    this.plotTarget.classList.add("leads");
    this.chart.getZr().on("click", ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      const index = this.kindValue === "bars" ? this.chart?.convertFromPixel({ yAxisIndex: 0 }, offsetY) : this.chart?.convertFromPixel({ xAxisIndex: 0 }, offsetX);
      links[Math.round(Number(index))]?.click();
    });
  }

  private read() {
    const table = this.element.querySelector("table")!;
    const heads = [...table.querySelectorAll("tbody th")].map((cell) => cell.textContent!.trim());
    let colour = 0;
    const series = [...table.querySelectorAll<HTMLElement>("thead th")].slice(1).map((cell, index) => ({
      name: cell.textContent!.trim(),
      muted: cell.dataset.muted !== undefined,
      shade: cell.dataset.muted === undefined ? `series-${(colour++ % 5) + 1}` : "series-4",
      values: [...table.querySelectorAll("tbody tr")].map((row) => {
        const text = row.querySelectorAll("td")[index]?.dataset.value;
        return text ? Number(text) : null;
      }),
    }));
    return { heads, series };
  }

  private hasMarks() {
    return this.element.querySelector("[data-chart-mark]") !== null;
  }

  /** What happened, by its number in the list under the chart: a line for each point, and one name for lines too near for two.
   * `step`: px between two points. */
  private marks(step: number) {
    const places = [...this.element.querySelectorAll<HTMLElement>("[data-chart-mark]")].map((each, index) => ({ at: Number(each.dataset.chartMark), number: index + 1 }));
    const groups: Named[] = [];
    const near = (one: Named, other: Named) => (other.at - one.at) * step < Math.max(16, other.name.length * 6 + 4);
    for (const { at, number } of places.sort((one, other) => one.at - other.at)) {
      let group: Named = { at, numbers: [number], name: String(number) };
      while (groups.length && near(groups.at(-1)!, group)) group = together(groups.pop()!, group);
      groups.push(group);
    }
    const names = new Map(groups.map(({ at, name }) => [at, name]));
    return [...new Set(places.map(({ at }) => at))].map((at) => ({ xAxis: at, name: names.get(at) ?? "" }));
  }

  /** How far to move the name of each line from where it ends, down being more, so that no two names overlap. */
  private apart() {
    const ends = this.read().series.map(({ values }) => Number(this.chart?.convertToPixel({ yAxisIndex: 0 }, values.findLast((value) => value !== null) ?? 0)));
    if (!this.named || ends.length < 2) return [];
    const order = [...ends.keys()].sort((one, other) => ends[one]! - ends[other]!);
    const places = [...ends];
    let free = Infinity; // from the bottom up: under the lowest name there may be no room
    for (const index of order.toReversed()) free = (places[index] = Math.min(ends[index]!, free)) - LINE;
    let taken = -Infinity;
    for (const index of order) taken = (places[index] = Math.max(places[index]!, taken)) + LINE;
    return places.map((place, index) => place - ends[index]!);
  }

  private option({ offsets, step }: Measures = { offsets: [], step: 0 }) {
    const { heads, series } = this.read();
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const language = document.documentElement.lang;
    const unit = this.unitValue ? `\u00a0${this.unitValue}` : "";
    const exact = new Intl.NumberFormat(language, { maximumFractionDigits: this.digitsValue });
    const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
    const text = { color: token("ink-2"), fontFamily: token("font"), fontSize: 12 };
    const bars = this.kindValue === "bars";
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const names = { type: "category", data: heads, axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: token("line-strong") } }, inverse: bars, boundaryGap: this.kindValue !== "line" };
    const figures = { type: "value", min: 0, minInterval: this.digitsValue ? 0 : 1, splitNumber: 4, axisLabel: { ...text, formatter: (value: number) => short.format(value) + unit }, splitLine: { lineStyle: { color: token("line") } } };
    const room = this.named ? Math.min(Math.max(...series.map(({ name }) => name.length)) * 7 + 16, this.width / 3) : 12;
    const marked = { silent: true, symbol: "none", animation: false, data: this.marks(step), lineStyle: { color: token("line-strong"), type: "dotted", width: 1 }, label: { position: "insideEndTop", rotate: 0, distance: 2, color: token("ink-2"), fontFamily: token("font"), fontSize: 11, formatter: ({ name }: { name: string }) => name } };
    return {
      animation: !still,
      animationDuration: 200,
      textStyle: text,
      grid: { left: 4, right: this.kindValue === "line" ? room : 40, top: 16, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: token("surface"), borderColor: token("line-strong"), textStyle: { ...text, color: token("ink") }, valueFormatter: (value: unknown) => (value === null || value === undefined ? "–" : exact.format(Number(value)) + unit) },
      xAxis: bars ? { ...figures, show: false } : names,
      yAxis: bars ? { ...names, axisLabel: { ...text, width: Math.min(220, this.width / 2.5), overflow: "break", lineHeight: LINE } } : figures,
      series: series.map((each, index) => {
        const shade = token(each.shade);
        const last = each.values.findLastIndex((value) => value !== null);
        const name = { show: true, position: "right", offset: [6, offsets[index] ?? 0], color: shade, fontFamily: token("font"), fontSize: 12, formatter: each.name };
        return {
          name: each.name,
          type: this.kindValue === "line" ? "line" : "bar",
          data: each.values.map((value, at) => (this.named && at === last ? { value, label: name } : value)),
          color: shade,
          showSymbol: true,
          symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === last ? 4 : 0),
          connectNulls: false,
          barMaxWidth: 26,
          itemStyle: { borderRadius: 2 },
          lineStyle: { width: each.muted ? 1.25 : 2, type: each.muted ? "dashed" : "solid" },
          markLine: index === 0 && !bars ? marked : undefined,
          label: bars ? { show: true, position: "right", ...text, formatter: ({ value }: { value: number }) => exact.format(value) + unit } : undefined,
        };
      }),
    };
  }
}

/** At the place of the first: « 4 », « 2, 3 », « 1–5 » where none is missing. */
function together(one: Named, other: Named): Named {
  const numbers = [...one.numbers, ...other.numbers].sort((first, second) => first - second);
  const whole = numbers.at(-1)! - numbers[0]! === numbers.length - 1;
  return { at: one.at, numbers, name: numbers.length > 2 && whole ? `${numbers[0]}–${numbers.at(-1)}` : numbers.join(", ") };
}
