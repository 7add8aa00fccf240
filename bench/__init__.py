"""Measuring: collections of any size, and what a build costs beside the ways people take without the casebook."""
