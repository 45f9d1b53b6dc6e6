"""What a token lets its holder do, and what not."""

from datetime import UTC, datetime

import jwt
from django.conf import settings

from troth.media.tokens import mint


def test_a_token_carries_an_identity_a_name_and_little_else() -> None:
    claims = jwt.decode(mint("room", "f00d", "Gus", "guest"), settings.MEDIA_SECRET, algorithms=["HS256"])
    assert claims["sub"] == "f00d"
    assert claims["name"] == "Gus"
    assert claims["attributes"] == {"role": "guest"}
    assert claims["exp"] - datetime.now(UTC).timestamp() <= 61
    assert claims["video"] == {
        "roomJoin": True,
        "room": "room",
        "canPublish": True,
        "canSubscribe": True,
        "canPublishData": False,
        "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
        "canUpdateOwnMetadata": False,
    }
    assert set(claims) <= {
        "sub",
        "name",
        "attributes",
        "exp",
        "nbf",
        "iss",
        "video",
        "metadata",
        "kind",
        "iat",
    }
