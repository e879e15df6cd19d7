"""What stays when the browser is closed: assessments with the trees they were made with, in a database."""
