from django.db import models


class Diary(models.Model):
    """Nothing is declared here, on purpose."""

    secret = models.TextField()

    class Meta:
        app_label = "broken_app"

    def __str__(self) -> str:
        return str(self.pk)
