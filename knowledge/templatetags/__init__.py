"""What templates of this floor say often."""
