"""Two keepers of one promise, `pole.graph.port.Store`. They share no query text, so each is the other's oracle."""
