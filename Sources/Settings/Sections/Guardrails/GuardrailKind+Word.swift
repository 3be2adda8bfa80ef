extension GuardrailKind {
    /// The word for `type:` that a document writes it with.
    public var word: String { type.rawValue }

    private var type: GuardrailType {
        switch self {
        case .pii: .pii
        case .secrets: .secrets
        case .injection: .injection
        case .words: .words
        case .patterns: .patterns
        case .language: .language
        case .output(.jsonSchema): .jsonSchema
        case .output(.content): .content
        case .output(.length): .length
        case .output(.urls): .urls
        case .output(.code): .code
        case .output(.markup): .markup
        case .output(.promptLeak): .promptLeak
        case .adapter(let adapter): .service(adapter.kind)
        }
    }
}
