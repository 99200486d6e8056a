"""Word files (Word 文档): any document drawn as .docx."""
