import "htmx.org";
import { closeMenus, dismissMessages, readErrors, saveOnChange, sendOnce, tellTimeZone } from "./behaviours";
import { openLinksInDialog } from "./dialog";
import "./site.css";
import { offerThemes } from "./theme";

offerThemes();
closeMenus();
dismissMessages();
saveOnChange();
tellTimeZone();
openLinksInDialog();
sendOnce();
readErrors();
