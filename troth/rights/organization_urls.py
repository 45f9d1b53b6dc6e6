from django.urls import path

from troth.rights import retention_pages

urlpatterns = [path("retention/", retention_pages.retention, name="retention")]
