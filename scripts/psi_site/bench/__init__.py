"""How fast the program is: a made-up corpus of any size, and what building it costs.

The corpus is seeded, so that every machine and every version of the program measures the same
texts, and comes in two shapes: as a site of this program, and as one of Hugo, the latter with plain
layouts or with such as write the same output.
"""
