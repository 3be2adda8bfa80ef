enum ModelAPIPlaceholder {}
