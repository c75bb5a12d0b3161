"""What customers read: articles and the hotline."""
