/// Ids in the shapes of the real providers, made from a hash of the request.
enum Identifiers {
    static func answer(_ dialect: Dialect, _ seed: Fingerprint) -> String {
        switch dialect {
        case .openAI, .cohere: "chatcmpl-\(seed.mixed(with: "answer").word(length: 29))"
        case .anthropic: "msg_01\(seed.mixed(with: "answer").word(length: 22))"
        case .gemini: seed.mixed(with: "answer").word(length: 23)
        }
    }

    static func call(_ dialect: Dialect, _ seed: Fingerprint) -> String {
        switch dialect {
        case .openAI, .cohere: "call_\(seed.word(length: 24))"
        case .anthropic: "toolu_01\(seed.word(length: 22))"
        case .gemini: ""
        }
    }

    static func request(_ dialect: Dialect, _ seed: Fingerprint) -> String {
        "req_\(dialect == .anthropic ? "01" : "")\(seed.mixed(with: "request").word(length: 24))"
    }
}
