"""The Gradio page: one module a tab with thin handlers, presenting functions pure. The only place that knows Gradio."""
