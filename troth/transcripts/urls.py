from django.urls import include, path

from troth.transcripts import pages

one = [
    path("captions.vtt", pages.captions, name="transcript_captions"),
    path("transcript/", pages.transcript, name="transcript"),
    path("transcript/transcript.vtt", pages.download_vtt, name="transcript_vtt"),
    path("transcript/transcript.txt", pages.download_text, name="transcript_text"),
    path("transcript/write/", pages.write_again, name="write_transcript"),
    path("transcript/delete/", pages.remove, name="delete_transcript"),
    path("transcript/<uuid:line_id>/", pages.correct_line, name="correct_line"),
]

urlpatterns = [
    path("recordings/search/", pages.search_recordings, name="search_recordings"),
    path("recordings/<uuid:recording_id>/", include(one)),
    path("r/<str:secret>/captions.vtt", pages.shared_captions, name="shared_captions"),
]
