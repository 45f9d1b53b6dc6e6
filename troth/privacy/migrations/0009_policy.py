import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0008_disclosure"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="material",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="reasons",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="ProbeRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                ("at", models.DateTimeField()),
                ("counted", models.PositiveBigIntegerField(default=0)),
                ("fault", models.TextField(blank=True)),
                ("since", models.DateTimeField()),
                ("told", models.BooleanField(default=False)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="read")),
                ("notice", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="privacy.notice")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "notice"), name="one_acknowledgement_a_version")],
            },
        ),
    ]
