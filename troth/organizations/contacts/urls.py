from django.urls import path

from troth.organizations.contacts import import_pages, pages

urlpatterns = [
    path("", pages.contacts, name="contacts"),
    path("contacts.csv", pages.contacts_csv, name="contacts_csv"),
    path("new/", pages.new_contact, name="new_contact"),
    path("import/", import_pages.import_contacts, name="import_contacts"),
    path("imports/<uuid:import_id>/", import_pages.contact_import, name="contact_import"),
    path("imports/<uuid:import_id>/carry-out/", import_pages.carry_out_import, name="carry_out_import"),
    path("imports/<uuid:import_id>/dismiss/", import_pages.dismiss_import, name="dismiss_import"),
    path("<uuid:contact_id>/", pages.contact, name="contact"),
    path("<uuid:contact_id>/edit/", pages.edit_contact, name="edit_contact"),
    path("<uuid:contact_id>/delete/", pages.delete_contact, name="delete_contact"),
]
