"""The workbook to fill in (填报表): written for any set, with live scores."""
