"""The web page; the only place that knows Gradio."""
