"""What reviewers decide: read and kept, found again in the passages of a run, settled where they differ, asked in a good order."""
