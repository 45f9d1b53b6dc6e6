from django.urls import include, path

from troth.outreach import mailing_pages, pages, preference_pages

outbox = [
    path("", pages.outbox, name="outbox"),
    path("<str:name>/", pages.mail, name="outbox_mail"),
]

mailings = [
    path("", mailing_pages.mailings, name="mailings"),
    path("new/", mailing_pages.new_mailing, name="new_mailing"),
    path("<uuid:mailing_id>/", mailing_pages.mailing, name="mailing"),
    path("<uuid:mailing_id>/edit/", mailing_pages.edit_mailing, name="edit_mailing"),
    path("<uuid:mailing_id>/send/", mailing_pages.send_mailing, name="send_mailing"),
    path("<uuid:mailing_id>/stop/", mailing_pages.end_mailing, name="end_mailing"),
    path("<uuid:mailing_id>/delete/", mailing_pages.delete_mailing, name="delete_mailing"),
]

urlpatterns = [
    path("outbox/", include(outbox)),
    path("operator/mailings/", include(mailings)),
    path("mail/unsubscribe/<str:token>/", preference_pages.unsubscribe, name="unsubscribe"),
    path("mail/choices/<str:token>/", preference_pages.mail_choices, name="mail_choices"),
    path("account/mail/", preference_pages.own_mail_choices, name="own_mail_choices"),
]
