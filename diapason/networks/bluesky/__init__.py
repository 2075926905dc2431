"""Bluesky: any personal data server of the AT Protocol."""
