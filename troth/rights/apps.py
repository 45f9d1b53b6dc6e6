from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Takes what the reader of the privacy inbox leaves for people."""

    name = "troth.rights"

    def ready(self) -> None:
        from troth.outreach.inbox import on_other_mail
        from troth.rights.requests.mail import take_mail

        on_other_mail(take_mail)
