import GuardAdapters
import Guardrails

/// The types of guardrails, by the words that a document writes, and what belongs to each.
enum GuardrailType: Hashable, Sendable {
    case pii
    case secrets
    case injection
    case words
    case patterns
    case language
    case jsonSchema
    case content
    case length
    case urls
    case code
    case markup
    case promptLeak
    /// A service outside.
    case service(AdapterType)

    /// Where it can look.
    var possibleStages: Set<GuardStage> {
        switch self {
        case .jsonSchema, .content, .length, .urls, .code, .markup, .promptLeak: [.output]
        case .service(let service): Set(service.stages)
        default: [.input, .output]
        }
    }

    /// Where it looks unless the document says otherwise.
    var standardStages: Set<GuardStage> { self == .injection ? [.input] : possibleStages }

    /// The kinds of its findings; `nil` where they are up to a service or to the document.
    var findings: [FindingType]? {
        switch self {
        case .pii: FindingType.personal + [.secret]
        case .secrets: [.secret]
        case .injection: [FindingType(rawValue: "INJECTION")]
        case .patterns: [.custom]
        case .language: [FindingType(rawValue: "LANGUAGE")]
        case .jsonSchema: [FindingType(rawValue: "JSON_SCHEMA")]
        case .content: [Self.missingContent, FindingType(rawValue: "FORBIDDEN_CONTENT")]
        case .length: [FindingType(rawValue: "LENGTH")]
        case .urls: [FindingType(rawValue: "URL"), FindingType(rawValue: "IMAGE_LINK")]
        case .code: [FindingType(rawValue: "CODE"), FindingType(rawValue: "SQL"), FindingType(rawValue: "SHELL")]
        case .markup: [FindingType(rawValue: "HTML"), FindingType(rawValue: "ANSI_ESCAPE")]
        case .promptLeak: [FindingType(rawValue: "PROMPT_LEAK")]
        default: nil
        }
    }

    /// What a text lacks, so that nothing of it can be taken out.
    static let missingContent = FindingType(rawValue: "MISSING_CONTENT")

    /// Whether its findings are about whole texts, so that nothing of these can be masked or taken out.
    var isAboutWholeTexts: Bool {
        switch self {
        case .injection, .language, .jsonSchema, .length, .promptLeak: true
        case .service(let service): service.judgesWholeTexts
        default: false
        }
    }

    /// Whether it has to see answers whole.
    var needsWholeAnswers: Bool {
        switch self {
        case .injection, .language: true
        default: possibleStages == [.output]
        }
    }

    /// The fields that belong to some types only, of which it has these.
    var fields: [String] {
        typealias Section = GuardrailSection
        if let service {
            let model = service.takesModel ? [Section.model.name] : []
            let provider = service.takesProvider ? [Section.provider.name] : []
            return provider + model + [
                Section.url.name, Section.token.name, Section.headers.name, Section.options.name,
                Section.parallel.name, Section.cache.name,
            ]
        }
        return switch self {
        case .pii: [Section.remember.name, Section.preset.name]
        case .secrets, .injection: [Section.remember.name]
        case .words: [Section.remember.name, Section.words.name, Section.allow.name, Section.label.name]
        case .patterns: [Section.remember.name, Section.patterns.name]
        case .language: [Section.languages.name, Section.sameAsInput.name]
        case .jsonSchema: [Section.schema.name]
        case .content: [Section.require.name, Section.forbid.name]
        case .length: [Section.least.name, Section.most.name]
        case .urls: [Section.allow.name, Section.links.name]
        case .code, .markup: [Section.kinds.name]
        case .promptLeak: [Section.share.name, Section.canaries.name]
        default: []
        }
    }

    /// The fields that must be there.
    var required: [String] {
        switch self {
        case .words: [GuardrailSection.words.name]
        case .patterns: [GuardrailSection.patterns.name]
        case .jsonSchema: [GuardrailSection.schema.name]
        case .service(.llamaGuard): [GuardrailSection.model.name]
        case .service(let service) where !service.takesProvider: [GuardrailSection.url.name]
        default: []
        }
    }

    /// The fields of which one must be there.
    var alternatives: [String] {
        switch self {
        case .language: [GuardrailSection.languages.name, GuardrailSection.sameAsInput.name]
        case .content: [GuardrailSection.require.name, GuardrailSection.forbid.name]
        case .length: [GuardrailSection.least.name, GuardrailSection.most.name]
        case .service(let service) where service.takesProvider:
            [GuardrailSection.provider.name, GuardrailSection.url.name]
        default: []
        }
    }

    /// The service that it asks, if it asks one.
    var service: AdapterType? {
        if case .service(let service) = self { service } else { nil }
    }
}

extension GuardrailType: RawRepresentable, CaseIterable {
    static let allCases: [GuardrailType] =
        [
            .pii, .secrets, .injection, .words, .patterns, .language, .jsonSchema, .content, .length, .urls, .code,
            .markup, .promptLeak,
        ] + AdapterType.allCases.map(service)

    init?(rawValue: String) {
        guard let type = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = type
    }

    var rawValue: String {
        switch self {
        case .pii: "pii"
        case .secrets: "secrets"
        case .injection: "injection"
        case .words: "words"
        case .patterns: "patterns"
        case .language: "language"
        case .jsonSchema: "json-schema"
        case .content: "content"
        case .length: "length"
        case .urls: "urls"
        case .code: "code"
        case .markup: "markup"
        case .promptLeak: "prompt-leak"
        case .service(let service): service.rawValue
        }
    }
}
