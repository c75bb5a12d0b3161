"""The laptop's data centre: private servers, and the processes of the portal on top of them."""
