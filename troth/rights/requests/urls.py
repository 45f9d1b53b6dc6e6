from django.urls import path

from troth.rights.requests import desk_pages, pages

own = [
    path("ask/", pages.ask_us, name="your_data_ask"),
    path("requests/", pages.own_requests, name="your_data_requests"),
    path("requests/open/<str:token>/", pages.open_by_link, name="your_data_request_open"),
    path("requests/<uuid:request_id>/", pages.own_request, name="your_data_request"),
    path("requests/<uuid:request_id>/whose/", pages.whose, name="your_data_request_whose"),
    path("requests/<uuid:request_id>/take-back/", pages.take_back, name="your_data_request_take_back"),
]

desk = [
    path("", desk_pages.desk, name="desk"),
    path("new/", desk_pages.new_request, name="desk_new"),
    path("numbers/", desk_pages.year_in_numbers, name="desk_numbers"),
    path("<uuid:request_id>/", desk_pages.one_request, name="desk_request"),
    path("<uuid:request_id>/<slug:deed>/", desk_pages.do, name="desk_deed"),
]
