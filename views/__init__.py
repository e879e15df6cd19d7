"""The pages: the only code that imports Streamlit. They compare no option and write no reason."""
