"""Requests to servers that customers name never lead into our own network (ID-5)."""

import pytest
from requests import RequestException

from portal.outbound import GuardedSession


@pytest.mark.rule("ID-5")
@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1:8443/",
        "https://2130706433/",
    ],
)
def test_our_own_network_is_out_of_reach(url):
    with pytest.raises(RequestException, match="private network"):
        GuardedSession().get(url)


@pytest.mark.parametrize("url", ["http://example.com/", "file:///etc/passwd", "ftp://example.com/"])
def test_only_https_leaves_the_house(url):
    with pytest.raises(RequestException, match="No connection adapters"):
        GuardedSession().get(url)
