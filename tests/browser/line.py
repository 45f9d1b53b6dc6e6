"""Somebody's line to the media server's signalling, which a test may cut or speak into."""

import re

from livekit.protocol.models import ConnectionQuality
from livekit.protocol.rtc import ConnectionQualityInfo, ConnectionQualityUpdate, SignalResponse
from playwright.sync_api import Page, WebSocketRoute

from tests.installation import Installation
from tests.waiting import until

STAY = (
    "select p.media_id from meetings_presence p join meetings_attendance a on p.attendance_id = a.id"
    " join meetings_session s on a.session_id = s.id join meetings_meeting m on s.meeting_id = m.id"
    " where a.name = ? and m.code = ?"
)


class Line:
    """Goes through this test; nothing else of the page's network does."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self.open: list[tuple[WebSocketRoute, WebSocketRoute]] = []
        page.route_web_socket(re.compile("/rtc"), self._carry)

    def _carry(self, here: WebSocketRoute) -> None:
        if self.is_cut:
            here.close()
            return
        there = here.connect_to_server()
        there.on_message(lambda said: self._pass_on(here, said))
        self.open.append((here, there))

    def _pass_on(self, here: WebSocketRoute, said: str | bytes) -> None:
        """All the media server says, but how good it finds connections: that the test says."""
        if isinstance(said, str) or not SignalResponse.FromString(said).HasField("connection_quality"):
            here.send(said)

    def cut(self) -> None:
        self.is_cut = True
        for here, there in self.open:
            here.close()
            there.close()
        self.open.clear()

    def mend(self) -> None:
        self.is_cut = False

    def tell(self, response: SignalResponse) -> None:
        """Says something as the media server does."""
        here, _ = self.open[-1]
        here.send(response.SerializeToString())

    def judge(
        self, installation: Installation, path: str, name: str, quality: ConnectionQuality.ValueType
    ) -> None:
        """Says how good the connection of `name` is, as the media server does."""
        code = path.removeprefix("/m/")
        stays = until(lambda: installation.rows(STAY, name, code), f"{name} is on record")
        info = ConnectionQualityInfo(participant_sid=str(stays[-1][0]), quality=quality)
        self.tell(SignalResponse(connection_quality=ConnectionQualityUpdate(updates=[info])))
