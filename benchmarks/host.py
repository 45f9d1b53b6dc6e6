"""Alice of the demo organization, who makes the meetings to be measured."""

from types import TracebackType

import httpx

from tests.installation import PASSWORD


class Host:
    """A signed-in host. `with Host(url) as host: host.make_meeting("Weekly")`."""

    def __init__(self, url: str, who: str = "alice") -> None:
        self._http = httpx.Client(base_url=url, timeout=20, follow_redirects=True)
        self._who = who

    def __enter__(self) -> "Host":
        self._http.get("/account/login/").raise_for_status()
        answer = self._http.post(
            "/account/login/",
            data={
                "login": f"{self._who}@demo.example",
                "password": PASSWORD,
                "csrfmiddlewaretoken": self._http.cookies["csrftoken"],
            },
        )
        assert answer.status_code == 200, answer.text
        assert "session" in self._http.cookies, "the demo's host was not let in"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def make_meeting(self, title: str) -> str:
        """A meeting that everybody enters without waiting. Returns its code."""
        answer = self._http.post(
            "/api/v1/meetings",
            json={"title": title, "entry": "everyone"},
            headers={"X-CSRFToken": self._http.cookies["csrftoken"]},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["code"])

    def enter(self, code: str) -> dict[str, str]:
        """Goes through the door of a meeting, without media. Returns the headers that say so."""
        answer = self._http.post(
            f"/api/v1/meetings/{code}/join",
            json={"name": "-", "notice": self.notice(code)},
            headers={"X-CSRFToken": self._http.cookies["csrftoken"]},
        )
        return {"Authorization": f"Bearer {answer.raise_for_status().json()['ticket']}"}

    def notice(self, code: str) -> int:
        """The number of the privacy notice in force, as the door says it."""
        return int(self._http.get(f"/api/v1/meetings/{code}").raise_for_status().json()["notice"]["number"])
