// The month and the week: fetched on the calendar's page alone. Everything it shows is also in the table that it replaces.
import "fullcalendar/skeleton.css";
import { hintsOf } from "../calendar/agenda";
import { widget } from "../calendar/widget";

const place = document.getElementById("calendar");
const table = document.getElementById("calendar-table");
const config = document.getElementById("calendar-config");
const wide = matchMedia("(min-width: 761px)").matches; // a narrow screen reads the table as an agenda
if (place && table && config) {
  const read = JSON.parse(config.textContent ?? "{}");
  if (wide) widget(place, table, read);
  else void hintsOf(table, read);
}
