"""script/manage NAME."""
