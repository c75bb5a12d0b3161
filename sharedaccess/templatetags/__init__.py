"""What the templates of the account pages say."""
