"""How a search finds: what is asked becomes conditions, a store proposes texts that may meet them, and each is judged here.

    asked       what may be asked
    conditions  what a condition is: words for a store, and a judgement of a text
    lines       the texts, read again
    words, person, vehicle, place, events, warnings     from what is asked to conditions
    whereabouts where things are and what is there

Nothing fuzzy yet: a judgement of likeness would be one more way to make a condition.
"""
