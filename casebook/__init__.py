"""Casebook of cross-border actions against audiovisual piracy: figures that keep their doubt."""

from casebook.data import load

__all__ = ["load"]
