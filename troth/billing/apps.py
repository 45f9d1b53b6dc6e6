from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "troth.billing"
