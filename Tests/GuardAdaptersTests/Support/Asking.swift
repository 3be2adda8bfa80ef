import GuardAdapters
import Guardrails
import Testing

/// An adapter as the tests set it up.
func adapter(
    _ type: AdapterType,
    _ options: [String: String] = [:],
    model: String? = nil,
    credential: AdapterCredential = .none,
    url: String = "http://127.0.0.1:9",
    headers: [AdapterRequest.Field] = []
) throws -> any GuardAdapter {
    let settings = AdapterSettings(
        url: url,
        model: model,
        credential: credential,
        headers: headers,
        options: options
    )
    return try GuardAdapters.make(type, settings)
}

/// A question about some texts.
func question(
    _ texts: [(String, TextOrigin)],
    _ stage: GuardStage = .input,
    asked: String? = nil
) -> AdapterQuestion {
    AdapterQuestion(
        stage: stage,
        texts: texts.map { AdapterText(Array($0.0.utf8), origin: $0.1) },
        asked: asked.map { Array($0.utf8) },
        model: "chat",
        key: "key-1",
        team: "team-1",
        user: nil,
        call: "call-1",
        time: 1_440_938_160_000_000_000
    )
}

/// A question about one text of a user's.
func question(_ text: String) -> AdapterQuestion { question([(text, .user)]) }

/// A question about an answer.
func answerQuestion(_ text: String, asked: String? = nil) -> AdapterQuestion {
    question([(text, .assistant)], .output, asked: asked)
}

/// Answers with status 200.
func answers(_ bodies: String...) -> [AdapterAnswer] {
    bodies.map { AdapterAnswer(status: 200, body: Array($0.utf8)) }
}

extension AdapterRequest {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }

    /// A field's value.
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

extension Finding {
    /// What it says, in a line.
    func line(in text: String) -> String {
        "\(type) \(rule) \(score) \(String(decoding: Array(text.utf8)[range], as: UTF8.self))"
    }
}

/// The findings of the first text, in lines.
func lines(_ verdict: AdapterVerdict, in text: String) -> [String] {
    verdict.texts.first?.findings.map { $0.line(in: text) } ?? []
}
