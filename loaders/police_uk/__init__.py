"""Street-level crime, outcomes and stops as published on data.police.uk: see README.md and mapping.yaml beside this file."""
