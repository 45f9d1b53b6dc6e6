from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Says what is settled in an organization before somebody is erased, and who can be written to."""

    name = "troth.organizations"

    def ready(self) -> None:
        from troth.organizations import audiences, leaving

        leaving.connect()
        audiences.connect()
