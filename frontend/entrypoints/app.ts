import "../styles/app.css";

import { Application, type ControllerConstructor } from "@hotwired/stimulus";
import controllers from "../controllers";

const application = Application.start();
for (const [name, controller] of Object.entries(controllers) as [string, ControllerConstructor][]) {
  application.register(name, controller);
}
