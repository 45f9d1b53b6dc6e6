import "htmx.org";
import { closeMenus, copyOnPress, dismissMessages, readErrors, saveOnChange, sendOnce, tellTimeZone } from "./behaviours";
import { openLinksInDialog } from "./dialog";
import { startPlayer } from "./player";
import "./site.css";
import { offerThemes } from "./theme";

offerThemes();
closeMenus();
dismissMessages();
saveOnChange();
tellTimeZone();
openLinksInDialog();
copyOnPress();
sendOnce();
readErrors();
if (document.querySelector("[data-plot]")) void import("./plots").then(({ drawPlots }) => { drawPlots(); });
startPlayer();
