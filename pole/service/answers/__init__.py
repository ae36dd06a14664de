"""What the questions answer with: plain values, already made for one viewer, safe to print and to serve.

Ids of records and links are sealed; ids of entities are those of the viewer's groups. Moments are texts as precise as known.
"""
