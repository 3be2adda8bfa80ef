/// A whole answer before any dialect writes it: a pure function of the request.
struct Script: Sendable {
    let model: String
    let fingerprint: Fingerprint
    var choices: [ScriptChoice]
    var usage: TokenUsage
    /// The request was refused by a filter before the model saw it (Gemini's `promptFeedback`).
    var isPromptBlocked = false

    /// 2025-01-01T00:00:00Z: answers must not depend on the day.
    static let created = 1_735_689_600
}
