"""View builders: tables in, frozen dataclasses out. Templates see nothing else."""
