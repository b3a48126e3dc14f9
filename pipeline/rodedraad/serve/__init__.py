"""The report of a run on this computer's own address, with decisions saved straight into the run folder. Only ``cli`` imports it."""
