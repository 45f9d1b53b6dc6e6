from django.urls import path

from troth.website import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("robots.txt", pages.robots, name="robots"),
]
