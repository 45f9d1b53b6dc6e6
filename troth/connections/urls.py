from django.urls import path, register_converter

from troth.connections import files, pages
from troth.connections.days import DayConverter

register_converter(DayConverter, "day")

urlpatterns = [
    path("organization/connections/", pages.overview, name="connections"),
    path("organization/connections/live/", pages.live, name="connections_live"),
    path("organization/connections/connections.csv", files.organization_csv, name="connections_csv"),
    path("organization/connections/<day:day>/", pages.day, name="connections_day"),
    path(
        "organization/connections/people/<uuid:person_id>/",
        pages.colleague,
        name="connections_colleague",
    ),
    path("account/connections/", pages.own_connections, name="own_connections"),
    path("connections/<uuid:connection_id>/", pages.connection, name="connection"),
    path(
        "meetings/<uuid:meeting_id>/sessions/<uuid:session_id>/connections/",
        pages.session,
        name="session_connections",
    ),
    path(
        "meetings/<uuid:meeting_id>/sessions/<uuid:session_id>/connections.csv",
        files.session_csv,
        name="session_connections_csv",
    ),
]
