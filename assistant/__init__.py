"""笔杆子 Biganzi: drafts and checks the annual reports of development zones from past reports and department notes."""

__version__ = "0.1.0"
