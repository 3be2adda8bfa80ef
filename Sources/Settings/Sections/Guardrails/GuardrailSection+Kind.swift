import GuardAdapters
import Guardrails

extension GuardrailSection {
    /// What a guardrail looks for; nil where something that it needs is missing or wrong, which has been reported.
    static func kind(of type: GuardrailType, _ stages: Set<GuardStage>, _ section: SectionReader) -> GuardrailKind? {
        if let service = type.service { return adapter(service, stages, section).map(GuardrailKind.adapter) }
        return switch type {
        case .pii: .pii
        case .secrets: .secrets
        case .injection: .injection
        case .words: wordList(section).map(GuardrailKind.words)
        case .patterns: expressions(section).map(GuardrailKind.patterns)
        case .language: language(stages, section)
        default: check(type, section).map(GuardrailKind.output)
        }
    }

    // MARK: Words

    private static func wordList(_ section: SectionReader) -> WordList? {
        let (name, label, allowed) = (section[name], section[label], section[allow] ?? [])
        guard let words = section[words], let place = section.place(of: Self.words.name) else { return nil }
        let list = WordList(
            name: name ?? "",
            type: FindingType(rawValue: label),
            words: words,
            allowed: allowed
        )
        guard words.count + allowed.count <= WordFilter.mostWords else {
            section.reading.report(
                .invalidValue,
                at: place,
                "\(words.count + allowed.count) words, with those of `allow`; at most \(WordFilter.mostWords) are allowed"
            )
            return nil
        }
        if let problem = problem(compiling: { _ = try WordFilter(lists: [list]) }) {
            section.reading.report(.invalidValue, at: place, "the words cannot be used: \(problem)")
            return nil
        }
        return list
    }

    private static func expressions(_ section: SectionReader) -> [CustomPattern]? {
        guard let values = section[patterns], let place = section.place(of: patterns.name) else { return nil }
        guard values.count <= mostPatterns else {
            section.reading.report(.invalidValue, at: place, "at most \(mostPatterns) expressions are allowed")
            return nil
        }
        var names: Set<String> = []
        for value in values where !names.insert(value.pattern.name).inserted {
            guard let place = value.namePlace else { continue }
            section.reading.report(.duplicate, at: place, "another expression of the guardrail has the same name")
        }
        let customs = values.map(\.pattern)
        if let problem = problem(compiling: { _ = try WordFilter(customs: customs) }) {
            section.reading.report(.invalidValue, at: place, "the expressions cannot be used together: \(problem)")
            return nil
        }
        return customs
    }

    // MARK: Languages

    private static func language(_ stages: Set<GuardStage>, _ section: SectionReader) -> GuardrailKind? {
        let (languages, isSame) = (section[languages], section[sameAsInput])
        if isSame, let place = section.place(of: sameAsInput.name) {
            if languages != nil {
                section.reading.report(
                    .conflict,
                    at: place,
                    "only one of these fields may stand here: languages, same_as_input"
                )
            }
            if stages.contains(.input) {
                section.reading.report(
                    .conflict,
                    at: place,
                    "only answers can be compared with questions; say `on: [output]`"
                )
            }
        } else if languages == nil, let place = section.place(of: sameAsInput.name) {
            section.reading.report(
                .conflict,
                at: place,
                "nothing is checked so; say `true`, or which `languages` are allowed"
            )
        }
        guard isSame || languages != nil else { return nil }
        return .language(languages: (languages ?? []).map(\.language), sameAsInput: isSame)
    }

    // MARK: Answers

    private static func check(_ type: GuardrailType, _ section: SectionReader) -> OutputCheckConfiguration? {
        switch type {
        case .jsonSchema: jsonSchema(section)
        case .content: content(section)
        case .length: length(section)
        case .urls: .urls(allow: hosts(section), links: section[links])
        case .code: embedded(OutputCheckConfiguration.CodeKind.self, section).map { .code($0) }
        case .markup: embedded(OutputCheckConfiguration.MarkupKind.self, section).map { .markup($0) }
        case .promptLeak: .promptLeak(share: section[share], canaries: section[canaries])
        default: nil
        }
    }

    private static func jsonSchema(_ section: SectionReader) -> OutputCheckConfiguration? {
        guard let text = section[schema], let place = section.place(of: schema.name) else { return nil }
        do {
            return .jsonSchema(try AnswerSchema(parsing: text))
        } catch {
            section.reading.report(.invalidValue, at: place, "the schema cannot be used: \(error)")
            return nil
        }
    }

    private static func content(_ section: SectionReader) -> OutputCheckConfiguration? {
        let (require, forbid) = (section[require], section[forbid])
        guard !require.isEmpty || !forbid.isEmpty else {
            if let place = section.place(of: Self.require.name) ?? section.place(of: Self.forbid.name) {
                section.reading.report(.invalidValue, at: place, "no text is given, so nothing is checked")
            }
            return nil
        }
        return .content(require: require, forbid: forbid)
    }

    private static func length(_ section: SectionReader) -> OutputCheckConfiguration? {
        let (least, most) = (section[least], section[most])
        if let least, let most, least > most, let place = section.place(of: Self.least.name) {
            section.reading.report(.conflict, at: place, "more than `most`, so no answer would pass")
            return nil
        }
        return least == nil && most == nil ? nil : .length(least: least, most: most)
    }

    /// `allow` once more, as hosts.
    private static func hosts(_ section: SectionReader) -> [String] {
        guard let place = section.place(of: allow.name) else { return [] }
        return ValueType<[String]>.list(of: .hostPattern).read(place, section.reading) ?? []
    }

    private static func embedded<Kind: RawRepresentable<String> & CaseIterable & Hashable>(
        _ kind: Kind.Type,
        _ section: SectionReader
    ) -> Set<Kind>? {
        guard let said = section[kinds] else { return Set(Kind.allCases) }
        let known = said.compactMap { Kind(rawValue: $0.rawValue) }
        guard known.count == said.count else {
            if let place = section.place(of: kinds.name) {
                let allowed = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                section.reading.report(.conflict, at: place, "one of these is of another type; allowed: \(allowed)")
            }
            return nil
        }
        return Set(known)
    }

    // MARK: Services

    private static func adapter(
        _ kind: AdapterType,
        _ stages: Set<GuardStage>,
        _ section: SectionReader
    ) -> GuardAdapterConfiguration? {
        let (provider, url, token, model) = (section[provider], section[url], section[token], section[model])
        let headers = ProviderSection.headers(section[headers], reading: section.reading)
        let options = Dictionary(section[options].map { ($0.name, $0.value) }) { first, _ in first }
        let (isParallel, cacheLifetime) = (section[parallel], section[cache])
        if isParallel, !stages.contains(.input), let place = section.place(of: parallel.name) {
            section.reading.report(
                .conflict,
                at: place,
                "this field has no effect without `input` under `on`; remove it"
            )
        }
        let endpoint =
            provider.map(GuardAdapterConfiguration.Endpoint.provider)
            ?? url.map { GuardAdapterConfiguration.Endpoint.url($0, token: token) }
        return endpoint.map {
            GuardAdapterConfiguration(
                kind: kind,
                endpoint: $0,
                headers: headers,
                model: model,
                options: options,
                isParallel: isParallel,
                cacheLifetime: cacheLifetime
            )
        }
    }
}
