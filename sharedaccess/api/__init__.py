"""The doors of the API: organizations, and what is shared of them."""

from sharedaccess.api.door import OrganizationAPIView

__all__ = ["OrganizationAPIView"]
