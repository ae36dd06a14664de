"""How right identity is on sets whose truth is known: `python -m bench.identity FOLDER`."""
