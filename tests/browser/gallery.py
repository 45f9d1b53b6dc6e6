"""Each state of the room, looked at: by axe always, and kept as a picture by `make pictures`."""

import io
import os
from pathlib import Path

from PIL import Image

from tests.browser.person import Person
from tests.browser.test_pages import check_access

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
KEEPING = bool(os.environ.get("TROTH_PICTURES"))
VARIANTS = ("desk-light", "desk-dark", "phone-light", "phone-dark")
ALONE = (
    "Three are pictured at a desk only and lie beside this page: devices-camera, devices-microphone, sharing."
)


class Gallery:
    """What one walk through the room shows, on one kind of screen."""

    def __init__(self, variant: str) -> None:
        self.variant, self.names = variant, list[str]()

    def show(self, somebody: Person, name: str) -> None:
        """Asserts that a state is accessible and as wide as the screen, and keeps its picture."""
        page = somebody.page
        check_access(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"
        assert not somebody.errors, f"{name}: {somebody.errors}"
        self.names.append(name)
        if KEEPING:
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.save(PICTURES / f"{name}.{self.variant}.webp", quality=75, method=6)

    def close(self) -> None:
        """Writes the page that shows all pictures."""
        if not KEEPING:
            return
        lines = ["# What the room looks like", "", "`make pictures` takes these anew.", ALONE, ""]
        lines += ["| | " + " | ".join(VARIANTS) + " |", "| --- " * (len(VARIANTS) + 1) + "|"]
        for name in self.names + self._others():
            shown = " | ".join(f"![]({name}.{variant}.webp)" for variant in VARIANTS)
            lines.append(f"| {name} | {shown} |")
        (PICTURES / "README.md").write_text("\n".join(lines) + "\n")

    def _others(self) -> list[str]:
        """What other walks show, on each kind of screen."""
        names = {path.name.partition(".")[0] for path in PICTURES.glob("*.webp")} - set(self.names)
        every = [
            name for name in names if all((PICTURES / f"{name}.{one}.webp").exists() for one in VARIANTS)
        ]
        return sorted(every)
