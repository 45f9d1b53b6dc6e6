from django.urls import path

from troth.rights import choice_pages, disclosure_pages, guest_pages, meeting_receipt_pages
from troth.rights import your_data_pages as pages

urlpatterns = [
    path("", pages.your_data, name="your_data"),
    path("link/", pages.ask_for_link, name="your_data_link"),
    path("open/<str:token>/", pages.open_by_link, name="your_data_open"),
    path("close/", pages.close, name="your_data_close"),
    path("browser/forget/", pages.forget, name="your_data_forget_browser"),
    path("meeting/", guest_pages.your_data_in_meeting, name="your_data_meeting"),
    path("meeting/copy/", guest_pages.copy_of_meeting, name="your_data_meeting_copy"),
    path("choices/", choice_pages.choices, name="your_data_choices"),
    path("choices/agree/", choice_pages.agree, name="your_data_agree"),
    path("choices/object/", choice_pages.object_to, name="your_data_object"),
    path("choices/object/end/", choice_pages.end_objection, name="your_data_end_objection"),
    path("choices/<uuid:receipt>/", choice_pages.receipt, name="your_data_receipt"),
    path("choices/<uuid:receipt>/receipt.json", choice_pages.receipt_as_json, name="your_data_receipt_json"),
    path("choices/<uuid:receipt>/withdraw/", choice_pages.withdraw, name="your_data_withdraw"),
    path("meetings/<uuid:answer_id>/", meeting_receipt_pages.receipt, name="your_data_meeting_receipt"),
    path(
        "meetings/<uuid:answer_id>/receipt.json",
        meeting_receipt_pages.receipt_as_json,
        name="your_data_meeting_receipt_json",
    ),
    path("given/", disclosure_pages.given, name="your_data_given"),
    path("copies/", pages.copies, name="your_data_copies"),
    path("copies/new/", pages.ask_for_copy, name="your_data_new_copy"),
    path("copies/<uuid:export_id>/", pages.download, name="your_data_download"),
    path("copies/<uuid:export_id>/delete/", pages.take_copy_away, name="your_data_delete_copy"),
]
