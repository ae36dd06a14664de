"""The world: invented people, and what happens to them, drawn once. It knows the truth, and no layout of any system."""
