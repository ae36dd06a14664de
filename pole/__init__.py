"""Person, Object, Location, Event: one view over the records of many systems, every value with its origin."""
