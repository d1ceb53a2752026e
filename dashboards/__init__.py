"""The pages (Streamlit). No SQL, no definition of a figure, no arithmetic on money."""
