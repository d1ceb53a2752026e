"""Records that are one and the same: proposed, merged, and parted again."""
