import { Controller } from "@hotwired/stimulus";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31536000],
  ["month", 2592000],
  ["week", 604800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];

/** Keeps « 5 minutes ago » true while the page stays open.
 *
 * <time datetime="2026-11-21T10:00:00+00:00" data-controller="relative-time">5 minutes ago</time>
 */
export default class RelativeTime extends Controller<HTMLTimeElement> {
  private timer = 0;

  connect() {
    this.timer = window.setInterval(() => this.say(), 60000);
  }

  disconnect() {
    clearInterval(this.timer);
  }

  private say() {
    const seconds = (Date.parse(this.element.dateTime) - Date.now()) / 1000;
    const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["minute", 60];
    const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
    this.element.textContent = format.format(Math.trunc(seconds / size), unit);
  }
}
