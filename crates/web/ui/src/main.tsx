import { render } from "preact";

import { App } from "./app";
import "./style/base.css";
import "./style/lists.css";
import "./style/reader.css";

const page = document.getElementById("page");
if (page) render(<App />, page);
