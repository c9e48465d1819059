"""The facts of the genre as data files, with loaders."""
