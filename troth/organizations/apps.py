from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Says what is settled in an organization before somebody is erased."""

    name = "troth.organizations"

    def ready(self) -> None:
        from troth.organizations.leaving import connect

        connect()
