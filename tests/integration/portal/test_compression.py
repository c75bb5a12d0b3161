"""Pages leave compressed; files leave as they are (USE-3)."""

import gzip

import pytest

ANY = {"accept-encoding": "gzip, br"}


@pytest.mark.rule("USE-3")
def test_a_page_leaves_compressed_and_no_two_are_of_one_length(cast, client):
    client.force_login(cast.sue)

    answers = [client.get("/o/acme/cases/", headers=ANY) for _try in range(8)]

    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert "</html>" in gzip.decompress(answers[0].content).decode()
    assert len({len(answer.content) for answer in answers}) > 1


@pytest.mark.parametrize("path", ["/o/acme/cases/export.csv", "/api/v1/me", "/healthz"])
def test_nothing_else_is_touched(cast, client, path):
    client.force_login(cast.sue)

    answer = client.get(path, headers=ANY)
    answer.close()

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
