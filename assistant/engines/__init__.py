"""Who writes: the offline engine, or a model behind the fence."""
