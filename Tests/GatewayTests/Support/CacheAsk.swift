import Caching
import JSONText
import ModelAPI
import Settings

/// One way to ask the same question, and how its answer is read.
struct CacheAsk: Sendable, CustomStringConvertible {
    var dialect: DialectID
    var isStream: Bool

    static let all = [DialectID.openAIChat, .anthropicMessages, .gemini].flatMap { dialect in
        [CacheAsk(dialect: dialect, isStream: false), CacheAsk(dialect: dialect, isStream: true)]
    }

    var description: String { "\(dialect.rawValue) \(isStream ? "stream" : "whole")" }

    /// A request with the same question through every API.
    func request(
        _ model: String,
        _ prompt: String,
        key: String? = nil,
        fields: [String] = [],
        more: String = ""
    ) -> String {
        let fields = fields + (key.map { ["authorization: Bearer \($0)"] } ?? [])
        let message = #"{"role":"user","content":"\#(prompt)"}"#
        let head = #""model":"\#(model)","stream":\#(isStream),"max_tokens":500"#
        switch dialect {
        case .openAIChat:
            return GatewayFixture.request(
                "/v1/chat/completions",
                #"{\#(head)\#(more),"messages":[\#(message)]}"#,
                fields: fields
            )
        case .anthropicMessages:
            return GatewayFixture.request(
                "/v1/messages",
                #"{\#(head)\#(more),"messages":[\#(message)]}"#,
                fields: fields
            )
        case .gemini:
            let action = isStream ? "streamGenerateContent?alt=sse" : "generateContent"
            return GatewayFixture.request(
                "/v1beta/models/\(model):\(action)",
                #"{"contents":[{"role":"user","parts":[{"text":"\#(prompt)"}]}],"generationConfig":{"maxOutputTokens":500}\#(more)}"#,
                fields: fields
            )
        }
    }

    /// The text of a legal answer.
    /// - Throws: where the answer is not one.
    func text(_ answer: String) throws -> String {
        let response: ChatResponse
        if isStream {
            let body = Array(try HTTPText.unchunked(answer).utf8)
            response = try RecordedAnswer.assembled(body.span, from: dialect)
        } else {
            let body = Array(try HTTPText.body(answer).utf8)
            response = try RecordedAnswer.whole(body.span, from: dialect)
        }
        return response.choices.first?.parts.compactMap { part in
            if case .text(let text) = part { text.text } else { nil }
        }.joined() ?? ""
    }
}

extension CacheConfiguration {
    /// Everything is cached, with these rules.
    static func on(_ policy: CachePolicy = CachePolicy(use: .on), rules: [CacheRule] = []) -> CacheConfiguration {
        CacheConfiguration(policies: CachePolicies(general: policy, rules: rules))
    }
}
