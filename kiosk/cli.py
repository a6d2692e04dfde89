"""The commands of the kiosk."""


def main() -> int:
    """Placeholder until the commands land."""
    return 2
