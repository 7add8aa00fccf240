"""Casebook of cross-border actions against audiovisual piracy: figures that keep their doubt."""

__all__ = ["load"]


def __getattr__(name: str):
    # pandas is imported when it is first needed: a build with nothing to do must not wait for it.
    if name == "load":
        from casebook.data import load

        return load
    raise AttributeError(f"module 'casebook' has no attribute {name!r}")
