"""The ids of the Fideslang taxonomy, release 3.1.4, and plain words for the categories.

The taxonomy is by IAB Tech Lab and Ethyca (https://iabtechlab.github.io/fideslang/,
CC BY 4.0); the ids are theirs, the words are ours. Categories under `system` are
left out: they are never about a person.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIDESLANG_VERSION = "3.1.4"

CATEGORIES: dict[str, str | Promise] = {
    "user": _("facts about you"),
    "user.account": _("account details"),
    "user.account.settings": _("settings you chose"),
    "user.account.username": _("user name"),
    "user.authorization": _("what you may do and see"),
    "user.authorization.biometric": _("a body feature you sign in with"),
    "user.authorization.credentials": _("secrets that let you in"),
    "user.authorization.password": _("password, stored so that nobody can read it"),
    "user.behavior": _("what you did here and when"),
    "user.behavior.browsing_history": _("pages you opened"),
    "user.behavior.media_consumption": _("what you watched or listened to"),
    "user.behavior.purchase_history": _("what you bought"),
    "user.behavior.search_history": _("what you searched for"),
    "user.biometric": _("body features"),
    "user.biometric.fingerprint": _("fingerprint"),
    "user.biometric.health": _("health measured from the body"),
    "user.biometric.retinal": _("scan of the eye"),
    "user.biometric.voice": _("recording of your voice"),
    "user.childrens": _("facts about a child"),
    "user.contact": _("contact details"),
    "user.contact.address": _("postal address"),
    "user.contact.address.city": _("city"),
    "user.contact.address.country": _("country"),
    "user.contact.address.postal_code": _("postal code"),
    "user.contact.address.state": _("state or province"),
    "user.contact.address.street": _("street"),
    "user.contact.email": _("email address"),
    "user.contact.fax_number": _("fax number"),
    "user.contact.organization": _("organization to reach you at"),
    "user.contact.phone_number": _("phone number"),
    "user.contact.url": _("web address"),
    "user.content": _("what you made"),
    "user.content.private": _("what you wrote or shared with a few"),
    "user.content.public": _("what you published"),
    "user.content.self_image": _("picture of you"),
    "user.criminal_history": _("criminal record"),
    "user.demographic": _("demographic facts"),
    "user.demographic.age_range": _("age range"),
    "user.demographic.date_of_birth": _("date of birth"),
    "user.demographic.gender": _("gender"),
    "user.demographic.language": _("language you speak"),
    "user.demographic.marital_status": _("marital status"),
    "user.demographic.political_opinion": _("political opinion"),
    "user.demographic.profile": _("interests"),
    "user.demographic.race_ethnicity": _("race or ethnic origin"),
    "user.demographic.religious_belief": _("religious belief"),
    "user.demographic.sexual_orientation": _("sexual orientation"),
    "user.device": _("device and its settings"),
    "user.device.cookie": _("content of a cookie"),
    "user.device.cookie_id": _("number in a cookie"),
    "user.device.device_id": _("number of your device"),
    "user.device.ip_address": _("internet address of your connection"),
    "user.financial": _("financial facts"),
    "user.financial.bank_account": _("bank account"),
    "user.financial.credit_card": _("credit card"),
    "user.government_id": _("official identification"),
    "user.government_id.birth_certificate": _("birth certificate"),
    "user.government_id.drivers_license_number": _("driver's licence number"),
    "user.government_id.immigration": _("immigration document"),
    "user.government_id.national_identification_number": _("national identification number"),
    "user.government_id.passport_number": _("passport number"),
    "user.government_id.vehicle_registration": _("vehicle registration"),
    "user.health_and_medical": _("health"),
    "user.health_and_medical.genetic": _("genetic facts"),
    "user.health_and_medical.insurance_beneficiary_id": _("health insurance number"),
    "user.health_and_medical.record_id": _("medical record number"),
    "user.job_title": _("job title"),
    "user.location": _("location"),
    "user.location.imprecise": _("rough location"),
    "user.location.precise": _("exact location"),
    "user.name": _("name"),
    "user.name.first": _("first name"),
    "user.name.last": _("last name"),
    "user.payment": _("payment details"),
    "user.privacy_preferences": _("your privacy choices, and the notices you read"),
    "user.sensor": _("readings of sensors"),
    "user.social": _("who you deal with"),
    "user.telemetry": _("measurements of your connection and device"),
    "user.unique_id": _("a number that stands for you"),
    "user.unique_id.pseudonymous": _("a number that stands for you without naming you"),
    "user.user_sensor": _("readings of your surroundings"),
    "user.workplace": _("your place in your organization"),
}

_SUBJECTS = """
anonymous_user citizen_voter commuter consultant customer employee job_applicant next_of_kin passenger
patient prospect shareholder supplier_vendor trainee visitor
"""
SUBJECTS = frozenset(_SUBJECTS.split())

_USES = """
analytics analytics.reporting analytics.reporting.ad_performance analytics.reporting.campaign_insights
analytics.reporting.content_performance analytics.reporting.system analytics.reporting.system.performance
collect employment employment.recruitment
essential essential.fraud_detection essential.legal_obligation essential.service
essential.service.authentication essential.service.notifications essential.service.notifications.email
essential.service.notifications.sms essential.service.operations essential.service.operations.improve
essential.service.operations.support essential.service.payment_processing essential.service.security
essential.service.upgrades
finance functional functional.service functional.service.improve functional.storage
functional.storage.privacy_preferences
marketing marketing.advertising marketing.advertising.first_party
marketing.advertising.first_party.contextual marketing.advertising.first_party.targeted
marketing.advertising.frequency_capping marketing.advertising.negative_targeting
marketing.advertising.profiling marketing.advertising.serving marketing.advertising.third_party
marketing.advertising.third_party.targeted marketing.communications marketing.communications.email
marketing.communications.sms
operations personalize personalize.content personalize.content.limited personalize.content.profiled
personalize.content.profiling personalize.system sales
third_party_sharing third_party_sharing.legal_obligation train_ai_system
"""
USES = frozenset(_USES.split())
