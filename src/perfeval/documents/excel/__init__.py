"""Excel workbooks (Excel 工作簿): any document drawn as .xlsx, and forms to fill in."""
