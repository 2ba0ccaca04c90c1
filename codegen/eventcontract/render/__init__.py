"""Model -> artefacts, one module each. No renderer reads YAML."""
