"""What the media server tells us, verified."""

from django.conf import settings
from livekit.api import TokenVerifier, WebhookReceiver
from livekit.protocol.webhook import WebhookEvent

from troth.lib.problems import Problem


def read_event(body: bytes, signature: str) -> WebhookEvent:
    """The event in a request. Raises a 401 Problem unless the media server signed exactly this body."""
    receiver = WebhookReceiver(TokenVerifier(settings.MEDIA_KEY, settings.MEDIA_SECRET))
    try:
        event: WebhookEvent = receiver.receive(body.decode(), signature)
    except Exception as error:  # the receiver raises plain Exception for a wrong hash
        raise Problem(401, "unsigned", "This is not from the media server.") from error
    return event
