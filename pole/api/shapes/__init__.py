"""The types of the contract, each saying which answer of the services it shows.

Nothing is copied: a plain field is read from the answer by its name, so a shape is a list of names and types. Words for
people are in `graphql/schema.graphql`, and only there.
"""
