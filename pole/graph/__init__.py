"""What a store promises: rows, questions, changes and the doors to read and write them."""
