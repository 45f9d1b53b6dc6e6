"""Every route, and who gets what answer there. A route that is not in this table fails the tests.

The columns of PAGES are people with a browser; a stranger has no cookie, the
cookie of `expired` names a session that is gone. Carol owns another
organization. Bob's colleagues are Alice, who hosts the meeting, an
administrator and an owner. The operator runs the installation and belongs to
no organization. The columns of INSIDE are holders of a ticket.
"""

PEOPLE = ("stranger", "expired", "bob", "alice", "admin", "owner", "carol", "operator")

# route, method: status for each of PEOPLE
PAGES = {
    ("home", "GET"): "200 200 200 200 200 200 200 200",
    ("robots", "GET"): "200 200 200 200 200 200 200 200",
    ("healthz", "GET"): "200 200 200 200 200 200 200 200",
    ("room", "GET"): "200 200 200 200 200 200 200 200",
    ("meetings", "GET"): "302 302 200 200 200 200 200 302",
    ("new_meeting", "GET"): "302 302 403 200 200 200 200 403",
    ("new_meeting", "POST"): "302 302 403 422 422 422 422 403",
    ("meet_now", "POST"): "302 302 403 302 302 302 302 403",
    ("meeting", "GET"): "302 302 404 200 200 200 404 403",
    ("edit_meeting", "GET"): "302 302 404 200 404 404 404 403",
    ("edit_meeting", "POST"): "302 302 404 422 404 404 404 403",
    ("delete_meeting", "GET"): "302 302 404 200 404 404 404 403",
    ("delete_meeting", "POST"): "302 302 404 302 404 404 404 403",
    ("api:make_meeting", "POST"): "401 401 403 201 201 201 201 403",
    ("api:show_door", "GET"): "200 200 200 200 200 200 200 200",
    ("api:join", "POST"): "200 200 200 200 200 200 200 200",
    ("api:api-root", "GET"): "404 404 404 404 404 404 404 404",
    ("livekit_webhook", "POST"): "401 401 401 401 401 401 401 401",
}

HOLDERS = ("no ticket", "forged", "waiting", "guest", "member", "host", "host elsewhere")

INSIDE = {
    ("api:show_standing", "GET"): "401 401 200 200 200 200 200",
    ("api:renew_token", "POST"): "401 401 403 200 200 200 200",
    ("api:leave", "POST"): "401 401 204 204 204 204 204",
    ("api:show_session", "GET"): "401 401 403 200 200 200 200",
    ("api:lock", "PUT"): "401 401 403 403 403 200 200",
    ("api:end", "POST"): "401 401 403 403 403 204 204",
    ("api:show_lobby", "GET"): "401 401 403 403 403 200 200",
    ("api:admit_all", "POST"): "401 401 403 403 403 204 204",
    ("api:admit", "POST"): "401 401 403 403 403 204 404",
    ("api:refuse", "POST"): "401 401 403 403 403 204 404",
    ("api:mute", "POST"): "401 401 403 403 403 204 404",
    ("api:remove", "POST"): "401 401 403 403 403 204 404",
    ("api:read_chat", "GET"): "401 401 403 200 200 200 200",
    ("api:write_chat", "POST"): "401 401 403 200 200 200 200",
}
