// The month and the week: fetched on the calendar's page alone. Everything it shows is also in the table that it replaces.
import "fullcalendar/skeleton.css";
import { widget } from "../calendar/widget";

const place = document.getElementById("calendar");
const table = document.getElementById("calendar-table");
const config = document.getElementById("calendar-config");
const wide = matchMedia("(min-width: 761px)").matches; // a narrow screen reads the table as an agenda
if (wide && place && table && config) widget(place, table, JSON.parse(config.textContent ?? "{}"));
