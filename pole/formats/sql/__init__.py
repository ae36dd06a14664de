"""Tables and queries of a database: each type of row comes as a file that is made of them first."""
