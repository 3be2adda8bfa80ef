import JSONText

/// A rough count of a prompt's tokens, for providers that cannot be asked.
///
/// Latin text has about four bytes a token, Chinese, Japanese and Korean about one token a character (three bytes). A count
/// from here is always marked as an estimate.
public enum TokenEstimate {
    /// Tokens that a turn, a tool and the like cost beside their texts.
    private static let overhead = 4
    /// What providers count for a picture of middling size.
    private static let image = 1000

    /// The estimated tokens of a request's prompt: turns, tools and their schemas.
    public static func tokens(of request: ChatRequest) -> Int {
        var total = 0
        for message in request.messages {
            total += overhead
            for part in message.parts { total += tokens(of: part) }
        }
        for tool in request.tools {
            total += overhead
            switch tool {
            case .function(let function):
                total += tokens(in: function.name) + tokens(in: function.description ?? "")
                total += tokens(in: function.parameters?.text ?? "")
            case .foreign(let part): total += tokens(in: part.value.text)
            }
        }
        return total
    }

    /// The estimated tokens of a text.
    public static func tokens(in text: String) -> Int {
        var counter = Counter()
        counter.take(text)
        return counter.tokens
    }

    /// Counts a text that comes in pieces.
    struct Counter: Sendable {
        private var narrow = 0
        private var wide = 0

        /// Takes the next piece.
        mutating func take(_ text: String) {
            for byte in text.utf8 {
                switch byte {
                case ..<0x80: narrow += 1
                case 0xC0..<0xE0: narrow += 2
                case 0xE0...: wide += 1
                default: break
                }
            }
        }

        /// The estimated tokens so far.
        var tokens: Int { (narrow + 3) / 4 + wide }
    }

    private static func tokens(of part: Part) -> Int {
        switch part {
        case .text(let part): tokens(in: part.text)
        case .refusal(let text): tokens(in: text)
        case .thinking(let thinking): tokens(in: thinking.text)
        case .toolCall(let call): overhead + tokens(in: call.name) + tokens(in: call.arguments)
        case .toolResult(let result): result.content.reduce(overhead) { $0 + tokens(of: $1) }
        case .image: image
        case .audio(let media), .document(let media):
            switch media.source {
            case .text(let text): tokens(in: text)
            case .base64(let data): data.utf8.count / 16
            case .url, .file: image
            }
        case .redactedThinking(let token): tokens(in: token.value)
        case .foreign(let part): tokens(in: part.value.text)
        }
    }
}
