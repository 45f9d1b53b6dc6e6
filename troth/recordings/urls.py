from django.urls import include, path

from troth.recordings import cut_pages, decision_pages, pages, sharing_pages, terms_pages, trash_pages

one = [
    path("", pages.recording, name="recording"),
    path("film", pages.film, name="recording_film"),
    path("poster", pages.poster, name="recording_poster"),
    path("download", pages.download, name="recording_download"),
    path("cut/", cut_pages.cut, name="cut_recording"),
    path("share/", sharing_pages.share, name="share_recording"),
    path("link/", sharing_pages.make_link, name="link_recording"),
    path("link/end/", sharing_pages.end_link, name="end_recording_link"),
    path("trash/", trash_pages.throw_away, name="trash_recording"),
    path("put-back/", trash_pages.put_back, name="put_back_recording"),
    path("delete/", trash_pages.delete, name="delete_recording"),
]

urlpatterns = [
    path("recorder/", pages.recorder, name="recorder"),
    path("recordings/", pages.recordings, name="recordings"),
    path("recordings/pictures/", decision_pages.left_pictures, name="left_pictures"),
    path("recordings/pictures/<uuid:decision_id>/", decision_pages.left_picture, name="left_picture"),
    path(
        "recordings/pictures/<uuid:decision_id>/delete/",
        decision_pages.delete_left_picture,
        name="delete_left_picture",
    ),
    path("recordings/<uuid:recording_id>/", include(one)),
    path("r/<str:secret>", sharing_pages.shared, name="shared_recording"),
    path("r/<str:secret>/film", sharing_pages.shared_film, name="shared_film"),
    path("r/<str:secret>/poster", sharing_pages.shared_poster, name="shared_poster"),
    path("r/<str:secret>/download", sharing_pages.shared_download, name="shared_download"),
    path("organization/recordings/", terms_pages.terms, name="recording_terms"),
]
