"""Who is in a passage: organisations, professionals and relatives, as types."""
