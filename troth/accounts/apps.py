from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Says what lies beside an account: its picture, its browsers' sessions."""

    name = "troth.accounts"

    def ready(self) -> None:
        from troth.accounts.leaving import connect

        connect()
