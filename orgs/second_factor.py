"""What second factors are made of lies encrypted in the database."""

import base64
import logging
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PREFIX = "fernet:"
"""What does not begin so was kept as it is by an earlier version."""

logger = logging.getLogger(__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return PREFIX + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(PREFIX):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.removeprefix(PREFIX)).decode()
        except InvalidToken:
            # Another SECRET_KEY, and no fallback: no code fits, rather than those of an empty one.
            logger.exception("A second factor cannot be read with the keys of the settings")
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> MultiFernet:
    """Writes with the first key, reads with any."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"orgs.second_factor").derive(key.encode())
    return base64.urlsafe_b64encode(derived)
