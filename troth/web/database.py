"""Which database: Django's description of it, from the installation's settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

from troth.web.config import Config


def database_of(config: Config) -> dict[str, Any]:
    """The entry of Django's DATABASES."""
    if not config.database_url:
        return {
            "ENGINE": "troth.privacy.backends.sqlite3",
            "NAME": config.data / "troth.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; "
                    # So that what refuses to be deleted can't be replaced.
                    "PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    url = urlsplit(config.database_url)
    query = dict(pair.split("=", 1) for pair in url.query.split("&") if "=" in pair)
    return {
        "ENGINE": "troth.privacy.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(query.get("host", url.hostname or "")),
        "PORT": str(url.port or ""),
        # The server parses and plans a query once for each connection: a quarter off a join.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
