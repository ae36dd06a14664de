"""One module a question, each asked of an open `Inquiry` and answered with plain values."""
