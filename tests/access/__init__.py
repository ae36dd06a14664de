"""The promise of access: what a viewer may not see changes nothing that the viewer can observe."""
