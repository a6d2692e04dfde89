"""The short name of a form: what a file or a sheet is called, where a URL can't stand."""


def form_name(canonical: str) -> str:
    """The last part of its canonical URL, without the version."""
    return canonical.split("|", 1)[0].rstrip("/").rsplit("/", 1)[-1]
