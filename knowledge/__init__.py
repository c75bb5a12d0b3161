"""What customers read: articles, announcements, events, the hotline."""
