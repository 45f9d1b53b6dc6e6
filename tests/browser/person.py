"""A person in front of a browser: what they do, see and hear."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.installation import PASSWORD, Installation
from tests.waiting import until

LOOK = """video => {
  const canvas = new OffscreenCanvas(16, 9), pen = canvas.getContext('2d');
  if (!video.videoWidth || video.paused) return null;
  pen.drawImage(video, 0, 0, 16, 9);
  const dots = pen.getImageData(0, 0, 16, 9).data, sum = [0, 0, 0];
  for (let i = 0; i < dots.length; i++) if (i % 4 < 3) sum[i % 4] += dots[i];
  return sum.map(value => Math.round(value / (dots.length / 4)));
}"""

LISTEN = """async () => {
  const tones = [];
  for (const audio of document.querySelectorAll('audio')) {
    if (!audio.srcObject || audio.muted || audio.paused) continue;
    const context = new AudioContext();
    await context.resume();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    context.createMediaStreamSource(audio.srcObject).connect(analyser);
    const bins = new Float32Array(analyser.frequencyBinCount);
    for (let tries = 0; tries < 40; tries++) {
      await new Promise(done => setTimeout(done, 50));
      analyser.getFloatFrequencyData(bins);
      const loudest = bins.indexOf(Math.max(...bins));
      if (bins[loudest] > -60) {
        tones.push(Math.round(loudest * context.sampleRate / analyser.fftSize));
        break;
      }
    }
    await context.close();
  }
  return tones;
}"""


class Person:
    """What somebody does with their browser. Waits are for what should be seen, never for time."""

    def __init__(self, page: Page, installation: Installation) -> None:
        self.page, self.installation = page, installation
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda line: self.errors.append(line.text) if "Content Security" in line.text else None
        )

    def sign_in(self, who: str) -> None:
        self.page.goto("/account/login/")
        self.page.get_by_label("Email").fill(f"{who}@demo.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(self.page).to_have_url(re.compile("/meetings/$"))

    def meet_now(self) -> str:
        """Makes a meeting and stands at its door. Returns its path."""
        self.page.goto("/meetings/")
        self.page.get_by_role("button", name="Meet now").click()
        self.page.wait_for_url("**/m/*")
        return self.page.url.removeprefix(self.installation.url)

    def make_meeting(self, **fields: str | bool) -> str:
        """Makes a meeting by the API, open to everyone unless said otherwise. Returns its path."""
        self.page.goto("/meetings/")
        token = next(one["value"] for one in self.page.context.cookies() if one.get("name") == "csrftoken")
        answer = self.page.request.post(
            "/api/v1/meetings",
            data={"title": "Weekly", "entry": "everyone"} | fields,
            headers={"X-CSRFToken": str(token)},
        )
        assert answer.status == 201, answer.text()
        return str(answer.json()["link"]).removeprefix(self.installation.url)

    def asks(self, method: str, path: str, body: object = None) -> Any:
        """Asks the server something with this person's ticket, as their page does."""
        ticket = self.page.evaluate(
            "sessionStorage[Object.keys(sessionStorage).find(key => key.startsWith('troth:ticket:'))]"
        )
        answer = self.page.request.fetch(
            f"/api/v1{path}", method=method, data=body, headers={"Authorization": f"Bearer {ticket}"}
        )
        assert answer.ok, answer.text()
        return answer.json() if answer.status == 200 else None

    def go_to(self, path: str) -> None:
        self.page.goto(path)

    def join(self, name: str = "") -> None:
        """Presses Join, under a name where one is asked for."""
        if name:
            self.page.get_by_label("Your name").fill(name)
        self.page.get_by_role("button", name="Join", exact=True).click()

    def press(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def enters(self, path: str, name: str = "") -> None:
        """Goes through an open door."""
        self.go_to(path)
        self.join(name)
        self.is_inside()

    def tile(self, name: str) -> Locator:
        return self.page.locator("[data-identity]", has_text=name)

    def is_inside(self) -> None:
        """Sees themselves, and the media server has let them in: the tile is there before it answers."""
        expect(self.page.locator("[data-self='true']")).to_be_visible()
        self.page.wait_for_function("() => performance.getEntriesByName('troth:connected').length > 0")

    def reads(self, text: str) -> None:
        """What was missed is read again each 15 seconds: that too is in time."""
        expect(self.page.get_by_text(text, exact=False).first).to_be_visible()

    def open_panel(self, name: str) -> None:
        self.page.get_by_label("Meeting controls").get_by_role("button", name=re.compile(f"^{name}")).click()

    def writes(self, text: str) -> None:
        """Writes into the chat, which is open."""
        self.page.get_by_label("Message to everybody").fill(text)
        self.page.keyboard.press("Enter")

    def does_to(self, name: str, action: str) -> None:
        """A host's action on somebody, from the list of people, which is open."""
        self.page.get_by_role("button", name=f"Actions for {name}").click()
        self.page.get_by_role("menuitem", name=action).click()

    def leaves(self) -> None:
        """Leaves; a host lets the others go on."""
        self.page.get_by_label("Meeting controls").get_by_role("button", name="Leave").click()
        choice = self.page.get_by_role("dialog").get_by_role("button", name="Leave")
        gone = self.page.get_by_text("You left the meeting").first
        choice.or_(gone).first.wait_for()
        if choice.is_visible():
            choice.click()
        expect(gone).to_be_visible()

    def ends_for_all(self) -> None:
        self.page.get_by_label("Meeting controls").get_by_role("button", name="Leave").click()
        self.page.get_by_role("dialog").get_by_role("button", name="End for all").click()
        sure = self.page.get_by_role("dialog", name="End the meeting for everybody?")
        sure.get_by_role("button", name="End for all").click()

    def sees(self, name: str, colour: str) -> None:
        """Sees a picture of that colour (`red`, `green` or `blue`) in somebody's tile.

        The tile is looked for each time: one that a person left and came back to is another.
        """
        expect(self.tile(name).locator("video").first).to_be_visible()
        wanted = ("red", "green", "blue").index(colour)
        self.page.wait_for_function(
            "([name, wanted]) => { const tile = [...document.querySelectorAll('[data-identity]')]"
            ".find(each => each.textContent.includes(name) && each.querySelector('video')); "
            f"const dots = tile && ({LOOK})(tile.querySelector('video')); "
            "return dots && dots[wanted] > 60 && dots.every((value, i) => i === wanted || value < dots[wanted] / 2); }",
            arg=[name, wanted],
        )

    def hears(self, hertz: int) -> None:
        """Hears a tone of that pitch, and so the other's microphone."""

        def heard() -> bool:
            return any(abs(tone - hertz) < 20 for tone in self.page.evaluate(LISTEN))

        until(heard, f"a tone of {hertz} Hz is heard")

    def hears_nothing(self) -> bool:
        return not self.page.evaluate(LISTEN)

    def look(self, path: Any) -> None:
        self.page.screenshot(path=path)
