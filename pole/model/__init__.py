"""What things are: the nouns, the values that own their behaviour, and the vocabulary that is data."""
