import "../styles/app.css";

import { Application, type ControllerConstructor } from "@hotwired/stimulus";
import controllers from "glob:../controllers/*.ts";

document.documentElement.classList.add("js");
const application = Application.start();
for (const [name, controller] of Object.entries(controllers) as [string, ControllerConstructor][]) {
  application.register(name, controller);
}
