import Governance

extension ValueType<LocatedDestination> {
    /// What names of models look like, those of providers' and public ones.
    static let destinationPattern = "^[A-Za-z0-9][A-Za-z0-9._-]*/[!-~]+$|\(NameRule.model.pattern)"

    /// A model of a declared provider, or another public model.
    static let destination = ValueType(
        .text(words: "provider/model or model", pattern: destinationPattern)
    ) { place, reading in
        let words =
            "a target such as openai/gpt-4o (a provider's name, \"/\", and the model's name there) or the name "
            + "of another model under `models`"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string else {
            reading.reportType(of: place, expected: words)
            return nil
        }
        // No public name begins with a provider's name and a slash, so this leaves no doubt.
        if reading.declaredModels.contains(text) {
            return LocatedDestination(destination: .model(text), place: place)
        }
        guard let target = ModelTarget(text) else {
            guard NameRule.model.allows(text) else {
                reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
                return nil
            }
            let message = reading.unknownModel(scalar.shown, text)
            reading.report(.unknownModel, at: place, "\(message); a provider's model is written provider/model")
            return nil
        }
        return reading.checked(target, scalar, at: place, words: words).map {
            LocatedDestination(destination: .provider($0), place: place)
        }
    }
}

extension ValueType<ModelTarget> {
    /// A model of a declared provider.
    static let target = ValueType(
        .text(words: "provider/model", pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*/[!-~]+$")
    ) { place, reading in
        let words = "a target such as openai/gpt-4o: a provider's name, \"/\", and the model's name there"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let target = scalar.string.flatMap(ModelTarget.init) else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return reading.checked(target, scalar, at: place, words: words)
    }
}

extension ValueType<ModelPattern> {
    /// A pattern for the names of models, of which at least the beginning must be known.
    static let modelPattern = ValueType(
        .text(words: "model, `*` for any characters", pattern: "^[A-Za-z0-9*][!-~]{0,255}$")
    ) { place, reading in
        let words = "a model's name such as chat or openai/gpt-4o, in which \"*\" stands for any characters"
        guard let scalar = reading.scalar(at: place, expected: words) else { return nil }
        guard let text = scalar.string, let first = text.utf8.first, text.utf8.count <= 256,
            text.utf8.allSatisfy(\.isVisible), first.isAlphanumeric || first == UInt8(ascii: "*")
        else {
            reading.report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        return reading.pattern(text, shown: scalar.shown, at: place.position, place.path)
    }
}

extension Reading {
    /// A pattern that at least one model can fit; nil for others, which are reported.
    func pattern(_ text: String, shown: String, at position: Position, _ path: DocumentPath) -> ModelPattern? {
        let pattern = ModelPattern(text)
        let beginning = text.prefix { $0 != "*" }
        if declaredModels.contains(where: pattern.matches) { return pattern }
        guard let slash = beginning.firstIndex(of: "/") else {
            // `open*` may stand for providers' models too.
            if beginning.count < text.count, beginning.isEmpty || hasProvider(from: beginning) { return pattern }
            report(.unknownModel, at: position, path, unknownModel(shown, text))
            return nil
        }
        let provider = String(beginning[..<slash])
        guard declaredProviders.contains(provider) else {
            report(.unknownProvider, at: position, path, unknownProvider(shown, provider))
            return nil
        }
        return pattern
    }

    fileprivate func checked(
        _ target: ModelTarget,
        _ scalar: ResolvedScalar,
        at place: Located,
        words: String
    ) -> ModelTarget? {
        guard target.model.utf8.allSatisfy(\.isVisible) else {
            report(.invalidValue, at: place, "\(scalar.shown) is not \(words)")
            return nil
        }
        guard declaredProviders.contains(target.provider) else {
            report(.unknownProvider, at: place, unknownProvider(scalar.shown, target.provider))
            return nil
        }
        return target
    }

    func unknownProvider(_ shown: String, _ provider: String) -> String {
        "\(shown) names no declared provider\(declaredProviders.help(for: provider, suffix: "/…"))"
    }

    fileprivate func unknownModel(_ shown: String, _ name: String) -> String {
        "\(shown) names no declared model\(declaredModels.help(for: name))"
    }

    /// Whether some provider's models begin with the text.
    fileprivate func hasProvider(from beginning: Substring) -> Bool {
        declaredProviders.contains { $0.hasPrefix(beginning) }
    }
}
