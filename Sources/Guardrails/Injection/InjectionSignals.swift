extension InjectionShape {
    /// Adds what the shape of a text says.
    func add(to evidence: inout InjectionEvidence, message: Int) {
        // A few turns are an example; a long run of them is there to be continued.
        if modelTurns >= 3, turns >= 6 {
            evidence.add("shape.many-shot", min(1 + Double(turns) / 12, 4), message: message)
        }
        if noiseWords >= 6, noise >= 0.25 {
            evidence.add("shape.noise", min(noise * 8, 4), message: message)
        }
    }
}

extension SmugglingSignals {
    /// Adds what had to be taken out of a text before it could be read.
    func add(to evidence: inout InjectionEvidence, message: Int) {
        if tags > 0 || strayVariationSelectors >= 3 { evidence.isSmuggled = true }
        if tags > 0 { evidence.add("hidden.tags", 3, message: message) }
        if strayVariationSelectors >= 3 { evidence.add("hidden.variation-selectors", 3, message: message) }
        if directionOverrides > 0 { evidence.add("hidden.direction", 1.5, message: message) }
        if invisibleInWords >= 3 {
            evidence.add("hidden.invisible", invisibleInWords >= 10 ? 2 : 1.5, message: message)
        }
        if mixedScriptWords >= 2 { evidence.add("hidden.mixed-script", 1.2, message: message) }
    }
}

extension HiddenText {
    /// Adds that a text was hidden at all.
    func add(to evidence: inout InjectionEvidence, message: Int) {
        switch encoding {
        case .tags, .variationSelectors, .invisibleBits:
            evidence.isSmuggled = true
            evidence.add("hidden.\(encoding.rawValue)", 3, message: message)
        case .cipher:
            // Undone on a guess: only what rules find in the result counts for much.
            let found = evidence.reasons.reduce(0) { $1.rule == InjectionEvidence.modelRule ? $0 : $0 + $1.weight }
            if found < 1 {
                evidence.weight = min(evidence.weight, 1)
            } else {
                evidence.add("hidden.\(encoding.rawValue)", 1.5, message: message)
            }
        case .base64, .base32, .base85, .hexadecimal:
            // Encoded data are ordinary; encoded orders are not.
            if evidence.weight > 1.5 { evidence.add("hidden.\(encoding.rawValue)", 1.5, message: message) }
        case .percent, .entities, .escapes, .quotedPrintable:
            if evidence.weight > 2 { evidence.add("hidden.\(encoding.rawValue)", 0.5, message: message) }
        }
    }
}
