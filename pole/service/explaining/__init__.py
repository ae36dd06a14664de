"""What an explanation of identity is made of: what is said, the partition it makes, and how alike persons are."""
