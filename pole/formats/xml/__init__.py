"""XML files, read as a stream; nothing in them is expanded, fetched or declared."""
