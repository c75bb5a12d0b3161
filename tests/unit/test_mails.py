"""The text part of a mail, for readers that show lines as they come."""

from portal.emails import compose

LINK = "https://guichet.example.com/o/acme-commerce/cases/E-000000017/?a-long-token=" + "x" * 60


def test_long_lines_are_wrapped_but_links_and_the_mark_of_the_signature_are_whole():
    sentence = "Somebody asked for a new password for this address. " * 4
    context = {"heading": "A word", "sentence": sentence, "action_label": "Open"}

    mail = compose(
        "sign_in",
        to="ana@example.com",
        context=context | {"action_url": LINK},
        language="en",
        time_zone="UTC",
    )

    lines = mail.body.splitlines()
    assert LINK in " ".join(lines).split()
    assert "-- " in lines
    assert max(len(line) for line in lines if LINK not in line) <= 78
