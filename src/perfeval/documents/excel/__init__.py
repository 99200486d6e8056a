"""Excel workbooks (Excel 工作簿): any document drawn as .xlsx."""
