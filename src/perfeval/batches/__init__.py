"""Many files: folders of forms and dossiers, worked through in processes; a bad file stops no other."""
