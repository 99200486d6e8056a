"""The built-in scorers (评分标准), one kind a module; each is a frozen value whose fields are its parameters."""
